/**
 * The demonstration of a first start: written and imported while the server already answers. A note beside the database says
 * how far it came, so that an interrupted start goes on where it stopped: the same files, and what is imported stays.
 */
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from '../config'
import type { Deps } from '../deps'
import { seedBenchmark } from '../demo/benchmark-parts'
import { seedDialogue } from '../demo/dialogue'
import { planClients } from '../demo/plan'
import { demoNote } from '../demo-note'
import { noteAuditHead } from '../features/audit/audit.service'
import { addStaff, type StaffMember } from '../features/staff/people.service'
import { progressOf } from './progress'
import { lastTradingDay } from './today'

const PORTFOLIOS = 8
const YEARS = 3
const SEED = 1
/** What a start that was killed at its very beginning may leave. */
const HALF_NOTE = 'demo.json.part'

const ADVISER = 'adviser'
const DEMO_STAFF: StaffMember[] = [
  { login: 'operator', roles: ['operator'] },
  { login: 'reviewer', roles: ['reviewer'] },
  { login: 'administrator', roles: ['administrator'] },
  { login: ADVISER, roles: ['adviser'] },
  { login: 'editor', roles: ['editor'] },
  { login: 'auditor', roles: ['auditor'] },
]

interface DemoNote {
  until: string
  complete: boolean
  /** The invented staff with the passwords made for this folder. */
  staff?: { login: string; password: string }[]
}

export interface FirstStart {
  run(deps: Deps, url: string, stopping: AbortSignal): Promise<void>
}

/** Null where this data folder is no demonstration: it holds something else, or the settings point elsewhere. */
export async function beginDemo(config: Config): Promise<FirstStart | null> {
  const path = demoNote(config)
  if (!existsSync(path)) {
    const isEmpty = !existsSync(config.dataDir) || readdirSync(config.dataDir).every((name) => name === HALF_NOTE)
    if (!isEmpty || config.databaseUrl !== null || config.production) return null
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
    const until = lastTradingDay(new Date(), tradingCalendar([]).isTradingDay)
    writeNote(path, { until, complete: false })
  }
  const note = JSON.parse(readFileSync(path, 'utf8')) as DemoNote
  return { run: (deps, url, stopping) => runDemo({ deps, url, stopping, path, note }) }
}

function writeNote(path: string, note: DemoNote): void {
  const partial = join(dirname(path), HALF_NOTE)
  writeFileSync(partial, `${JSON.stringify(note)}\n`, { mode: 0o600 })
  renameSync(partial, path)
}

interface DemoRun {
  deps: Deps
  url: string
  stopping: AbortSignal
  path: string
  note: DemoNote
}

async function runDemo({ deps, url, stopping, path, note }: DemoRun): Promise<void> {
  if (!note.staff) {
    note.staff = await addDemoStaff(deps)
    writeNote(path, note)
  }
  if (!note.complete) {
    // Loaded here and no earlier: a server without imports keeps 30 MiB of readers out of memory.
    const { writeDemo } = await import('../demo/write-demo')
    const { importPaths } = await import('../features/imports/import-paths')
    const out = join(deps.config.dataDir, 'demo')
    const writing = progressOf('Writing the demonstration  ')
    await writeDemo({
      out,
      portfolios: PORTFOLIOS,
      years: YEARS,
      until: note.until,
      seed: SEED,
      isTradingDay: tradingCalendar([]).isTradingDay,
      onProgress: ({ day, days }) => writing(day, days),
    })
    const importing = progressOf('Importing the demonstration')
    const options = { publish: true, by: 'demo', reason: null, language: 'en' as const, stopping }
    await importPaths(deps, [out], { ...options, onProgress: ({ done, total }) => importing(done, total) })
    if (stopping.aborted) return
    await seedBenchmark(deps)
    await seedDialogue(deps, planClients(PORTFOLIOS, SEED), ADVISER)
    writeNote(path, { ...note, complete: true })
  }
  tell(deps, url, note)
}

/** Those that are there already (a start that was cut off) are left as they are, without a word on their password. */
async function addDemoStaff(deps: Deps): Promise<{ login: string; password: string }[]> {
  const added: { login: string; password: string }[] = []
  for (const member of DEMO_STAFF) {
    const password = await addStaff(deps, { kind: 'system', id: 'demo' }, { ...member, lasting: true })
    if (password !== null) added.push({ login: member.login, password })
  }
  await noteAuditHead(deps)
  return added
}

function tell({ config }: Deps, url: string, { staff = [] }: DemoNote): void {
  const people = planClients(PORTFOLIOS, SEED).map(
    ({ name, idNumber, phone, portfolioCodes }) =>
      `  ${name}  ID ${idNumber}  phone ${phone}  ${portfolioCodes.length} account${portfolioCodes.length > 1 ? 's' : ''}`,
  )
  console.log(
    [
      '',
      `Portal  ${url}`,
      `API     ${url}/api/docs`,
      '',
      'Sign in as one of the invented clients:',
      ...people,
      '',
      `Codes are not sent: they appear in ${join(config.dataDir, 'outbox.jsonl')}`,
      '',
      `Console ${url}/console/, for the staff:`,
      ...staff.map(({ login, password }) => `  ${login}  ${password}`),
      '',
    ].join('\n'),
  )
}
