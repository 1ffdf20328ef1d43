/** A fund-navs file: what it would add and change is shown before it is imported. */
import type { compareFundNavs, importFundNavs } from '@sma/contract/staff-fund-navs'
import { invariant } from '@sma/finance/invariant'
import { priceText } from '@sma/finance/numbers'
import type { FundNavRecord } from '@sma/importers/records'
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { groupBy } from '../../group-by'
import { AppError } from '../../http/errors'
import type { SentFile } from '../../incoming-file'
import type { Actor } from '../audit/audit.service'
import { actedBy } from '../days/import-run'
import { navColumns } from '../funds/fund-records.queries'
import { receivedFile, toldProblem, type ReceivedFile } from '../imports/compared-file'
import { importFiles } from '../imports/import-files.service'
import { selectFund } from './fund-desk.queries'
import { selectNavs } from './fund-navs.queries'
import { priceOrNull } from './fund-navs.service'

type Comparison = z.input<typeof compareFundNavs.reply>
type Line = Comparison['firstAdded'][number]
type ChangedLine = Comparison['firstChanged'][number]

/** Reads the one file that was sent and says what it would do; nothing is kept. */
export async function compareNavFile(deps: Deps, sent: AsyncIterable<SentFile>): Promise<Comparison> {
  return compared(deps, await receivedFile(deps, sent))
}

/** Imports the file where it would still do what was `seen`; bytes that were imported before are read again. */
export async function importNavFile(
  deps: Deps,
  actor: Actor,
  { sent, seen }: { sent: AsyncIterable<SentFile>; seen: string },
): Promise<z.input<typeof importFundNavs.reply>> {
  const { name, bytes } = await receivedFile(deps, sent)
  const { added, changed, ...comparison } = await compared(deps, { name, bytes })
  if (comparison.seen !== seen || !comparison.isNavs) throw new AppError('version-changed')
  const source = { path: name, bytes: async () => bytes }
  const report = await importFiles(deps, [source], { publish: false, reason: null, again: true, ...actedBy(actor) })
  const file = report.files[0]?.id
  invariant(file, 'a file that was imported stands in the ledger')
  return { file, added, changed }
}

const MOST_ADDED = 20
const MOST_CHANGED = 200

async function compared({ db, reader }: Deps, { name, bytes }: ReceivedFile): Promise<Comparison> {
  const { kind, records, problems } = await reader.read(bytes, { fileName: name })
  const navs = records.filter((record) => record.kind === 'fund-nav')
  const added: Line[] = []
  const changed: ChangedLine[] = []
  for (const [fund, said] of groupBy(navs, ({ fundCode }) => fundCode)) {
    const known = new Map((await selectNavs(db, fund)).map((row) => [row.date, row]))
    const named = { fund, name: (await selectFund(db, fund))?.name ?? null }
    for (const record of said) {
      const row = known.get(record.date)
      const is = { ...named, date: record.date, ...figuresOf(navColumns(record)) }
      if (!row) added.push(is)
      else if (!isSame(row, record)) changed.push({ ...is, was: figuresOf(row) })
    }
  }
  const told = {
    isNavs: kind === 'fund-navs',
    added: added.length,
    changed: changed.length,
    same: navs.length - added.length - changed.length,
    problems: problems.map(toldProblem),
  }
  const seen = createHash('sha256')
    .update(JSON.stringify([told, added, changed]))
    .digest('hex')
  return { ...told, seen, firstAdded: added.slice(0, MOST_ADDED), firstChanged: changed.slice(0, MOST_CHANGED) }
}

type NavRow = Omit<ReturnType<typeof navColumns>, 'date'>

const isSame = (row: NavRow, record: FundNavRecord): boolean => {
  const next = navColumns(record)
  return (['unit_nav_e8', 'accumulated_nav_e8', 'dividend_e8'] as const).every((field) => row[field] === next[field])
}

const figuresOf = ({ unit_nav_e8, accumulated_nav_e8, dividend_e8 }: NavRow) => ({
  unitNav: priceText(unit_nav_e8),
  accumulatedNav: priceOrNull(accumulated_nav_e8),
  dividend: priceOrNull(dividend_e8),
})
