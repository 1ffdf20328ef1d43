/** The house: database, log, keys against rows, files, jobs, and how long ago things were done. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { placeOf } from '../../crypto/personal'
import { databaseHealth } from '../../db/health'
import { migrationState, newerMigrations } from '../../db/migrate'
import { begunMigration, MigrationBrokeOff } from '../../db/migration-mark'
import type { Deps } from '../../deps'
import { verifyAudit } from '../audit/audit.service'
import { backupFolder } from '../backup/before-migration'
import { ago, fail, ok, warn, type Check } from './check'
import {
  selectFailingSenders,
  selectLastTimes,
  selectSealedName,
  selectStoredFiles,
  selectTroubledJobs,
} from './doctor.queries'

export type HouseDeps = Pick<Deps, 'config' | 'database' | 'db' | 'keys' | 'files' | 'clock'>

const HOUR = 3_600_000
const DAY = 24 * HOUR
const SAMPLE = 50
const CLOCK_MS = 60_000

/** The schema: the other checks read tables that it must have. */
export async function migrationCheck({ database }: Pick<Deps, 'database'>): Promise<Check> {
  const { ran, pending } = await migrationState(database)
  if (ran.length === 0) return fail('migrations', 'none has run', 'start the server once, or run sma migrate')
  const newer = await newerMigrations(database)
  if (newer.length > 0)
    return fail(
      'migrations',
      `a newer version was here: ${newer.join(', ')}`,
      'update this one, or restore an older backup',
    )
  const begun = await begunMigration(database, pending)
  if (begun) return fail('migrations', `${begun.name} has begun and not ended`, new MigrationBrokeOff(begun).message)
  if (pending.length > 0) return fail('migrations', `to run: ${pending.join(', ')}`, 'sma migrate')
  return ok('migrations', `all ${ran.length} have run`)
}

export async function databaseChecks({ database, clock }: Pick<HouseDeps, 'database' | 'clock'>): Promise<Check[]> {
  const { version, faults, now } = await databaseHealth(database)
  const pages =
    faults.length === 0
      ? ok('database', `${version}, whole`)
      : fail(
          'database',
          `${version}: ${faults.join('; ')}`,
          'stop the server, keep a copy, and restore the newest backup',
        )
  const apart = now === null ? 0 : Math.abs(now.getTime() - clock.now().getTime())
  if (apart <= CLOCK_MS) return [pages]
  return [
    pages,
    warn('clock of the database', `${Math.round(apart / 1000)} seconds apart from here`, 'keep both by NTP'),
  ]
}

export async function clockCheck({ db, clock }: Pick<HouseDeps, 'db' | 'clock'>): Promise<Check> {
  const { noted } = await selectLastTimes(db)
  const now = clock.now()
  const isBehind = noted !== null && Date.parse(noted) > now.getTime() + CLOCK_MS
  if (isBehind) return fail('clock', `it is ${now.toISOString()} here, the log ends at ${noted}`, 'set it: timedatectl')
  return ok('clock', now.toISOString())
}

export async function auditCheck(deps: HouseDeps): Promise<Check> {
  const { events, faults } = await verifyAudit(deps)
  if (faults.length === 0) return ok('audit log', `${events} events, the chain is whole`)
  return fail(
    'audit log',
    `${faults.length} faults in ${events} events`,
    'sma audit verify names them; find out who had access',
  )
}

/** Whether these keys belong to this database. */
export async function sealCheck({ db, keys }: HouseDeps): Promise<Check> {
  const client = await selectSealedName(db)
  if (!client) return ok('sealed values', 'none yet')
  try {
    keys.decrypt(client.name_enc, placeOf('client', 'name', client.id))
    return ok('sealed values', 'these keys open them')
  } catch {
    return fail(
      'sealed values',
      'these keys do not open them',
      'put back the master key and data-keys.json of this database',
    )
  }
}

export async function filesCheck({ db, files }: HouseDeps, isFull: boolean): Promise<Check> {
  const stored = await selectStoredFiles(db, isFull ? null : SAMPLE)
  const wrong: string[] = []
  for (const { sha256, kind } of stored) {
    // retention removes those of clients once newer ones replaced them
    if (kind === 'clients' && !(await files.has(sha256))) continue
    const bytes = await files.get(sha256).catch(() => null)
    if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256) wrong.push(sha256)
  }
  const looked = isFull ? `all ${stored.length}` : `the newest ${stored.length}`
  if (wrong.length === 0) return ok('stored files', `${looked} are what was received`)
  const which = `${wrong.length} of ${looked} are missing or damaged: ${wrong.slice(0, 3).join(', ')}`
  return fail('stored files', which, 'fetch them out of a backup; the figures in the database are not concerned')
}

export async function senderCheck({ db, config }: Pick<HouseDeps, 'db' | 'config'>): Promise<Check> {
  const names = config.sms.senders.map(({ name }) => name).join(', ')
  const failing = (await selectFailingSenders(db)).filter(({ name }) =>
    config.sms.senders.some((one) => one.name === name),
  )
  const [first] = failing
  if (!first) return ok('senders of codes', names)
  const found = failing.map((one) => `${one.name} since ${one.failing_since}: ${one.last_error}`).join('; ')
  const isDown = failing.length === config.sms.senders.length
  return (isDown ? fail : warn)('senders of codes', found, 'docs/sms.md; clients get no codes while all of them fail')
}

export async function jobCheck({ db, clock }: Pick<HouseDeps, 'db' | 'clock'>): Promise<Check> {
  const now = clock.now().getTime()
  const { pending, failed } = await selectTroubledJobs(db, new Date(now - 7 * DAY).toISOString())
  const [oldest] = pending
  if (oldest && now - Date.parse(oldest.created_at) > HOUR)
    return warn(
      'imports',
      `${pending.length} wait, the first since ${ago(now - Date.parse(oldest.created_at))}`,
      'see whether a server runs, and what it logs',
    )
  if (failed > 0) return warn('imports', `${failed} failed within a week`, 'the console says why; send the files again')
  return ok('imports', pending.length === 0 ? 'none waits' : `${pending.length} under way`)
}

/** A long weekend without files is nothing to wake anybody for. */
const QUIET = { import: 5 * DAY, publication: 5 * DAY, backup: 2 * DAY }

export async function ageChecks({ db, config, clock }: Pick<HouseDeps, 'db' | 'config' | 'clock'>): Promise<Check[]> {
  const { imported, published, backedUp } = await selectLastTimes(db)
  const now = clock.now().getTime()
  const times = [backedUp, newestBackup(config.dataDir)].filter((at) => at !== null)
  const age = (name: keyof typeof QUIET, at: string | null | undefined, advice: string): Check => {
    if (!at) return warn(`last ${name}`, 'never', advice)
    const ms = now - Date.parse(at)
    return ms > QUIET[name] ? warn(`last ${name}`, ago(ms), advice) : ok(`last ${name}`, ago(Math.max(0, ms)))
  }
  return [
    age('import', imported, 'see whether the back office sent files'),
    age('publication', published, 'see what waits in the console'),
    age('backup', times.toSorted().at(-1), 'sma backup FILE, every night, to another machine'),
  ]
}

/** When the newest of those in the data folder was written. */
function newestBackup(dataDir: string): string | null {
  const folder = backupFolder(dataDir)
  if (!existsSync(folder)) return null
  const times = readdirSync(folder)
    .filter((name) => name.endsWith('.smabackup'))
    .map((name) => statSync(join(folder, name)).mtime.toISOString())
  return times.toSorted().at(-1) ?? null
}
