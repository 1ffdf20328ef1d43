/** Accounts from and to a portfolios file: what it would change is shown before it is imported. */
import type { compareAccounts, importAccounts } from '@sma/contract/staff-accounts'
import { invariant } from '@sma/finance/invariant'
import { NEUTRAL_COLUMNS } from '@sma/importers/neutral/columns'
import type { PortfolioRecord } from '@sma/importers/records'
import type { z } from 'zod'
import { csvBytes } from '../../csv'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { SentFile } from '../../incoming-file'
import { shanghaiDate } from '../../shanghai'
import { noteEvent, type Actor } from '../audit/audit.service'
import { lockPortfolio } from '../days/day-records.queries'
import { actedBy } from '../days/import-run'
import { receivedFile, toldProblem } from '../imports/compared-file'
import { importFiles } from '../imports/import-files.service'
import { withoutTaken } from '../imports/taken-keys'
import { portfolioDifferences, selectPortfolios, type PortfolioRow } from '../portfolios/portfolio-records.queries'
import { cellsOf, contractField, shownValue, versionOf } from './account-record'

type Comparison = z.input<typeof compareAccounts.reply>
type Imported = z.input<typeof importAccounts.reply>

/** Reads the one file that was sent and says what it would do; nothing is kept. */
export async function compareFile(deps: Deps, sent: AsyncIterable<SentFile>): Promise<Comparison> {
  const { name, bytes } = await receivedFile(deps, sent)
  return comparisonOf(await deps.reader.read(bytes, { fileName: name }), await selectPortfolios(deps.db))
}

/** Imports the file where it would still do what was `seen`; bytes that were imported before are read again. */
export async function importFile(
  deps: Deps,
  actor: Actor,
  { sent, seen }: { sent: AsyncIterable<SentFile>; seen: string },
): Promise<Imported> {
  const { name, bytes } = await receivedFile(deps, sent)
  const read = await deps.reader.read(bytes, { fileName: name })
  const comparison = comparisonOf(read, await selectPortfolios(deps.db))
  if (comparison.seen !== seen || !comparison.isAccounts) throw new AppError('version-changed')
  const source = { path: name, bytes: async () => bytes }
  // Once more where nobody can change an account any more: another may have since.
  const stillFits = async (db: Db) => {
    for (const { id } of await selectPortfolios(db)) await lockPortfolio(db, id)
    return versionOf(toldOf(read, await selectPortfolios(db))) === seen
  }
  const options = { publish: false, reason: null, again: true, stillFits, ...actedBy(actor) }
  const [report] = (await importFiles(deps, [source], options)).files
  if (report?.problems.some(({ code }) => code === 'changed-meanwhile')) throw new AppError('version-changed')
  const file = report?.id
  invariant(file, 'a file that was imported stands in the ledger')
  return { file, added: comparison.added.length, changed: comparison.changed.length }
}

type Read = Awaited<ReturnType<Deps['reader']['read']>>

function comparisonOf(read: Read, known: readonly PortfolioRow[]): Comparison {
  const told = toldOf(read, known)
  return { ...told, seen: versionOf(told) }
}

function toldOf({ kind, records, problems }: Read, known: readonly PortfolioRow[]): Omit<Comparison, 'seen'> {
  const portfolios = records.filter((record) => record.kind === 'portfolio')
  const { kept, refused } = withoutTaken(known, portfolios)
  const rows = kept.map((record) => differenceOf(known, record))
  return {
    isAccounts: kind === 'portfolios',
    added: rows.filter((row) => row.isNew).map(({ isNew: _isNew, ...row }) => row),
    changed: rows.filter((row) => !row.isNew && row.fields.length > 0).map(({ isNew: _isNew, ...row }) => row),
    same: rows.filter((row) => !row.isNew && row.fields.length === 0).length,
    problems: [...problems, ...refused].map(toldProblem),
  }
}

function differenceOf(known: readonly PortfolioRow[], record: PortfolioRecord) {
  const row = known.find(({ code }) => code === record.code)
  const fields = portfolioDifferences(record, row).flatMap(({ column, from, to }) => {
    const field = contractField(column)
    return field ? [{ field, from: shownValue(column, from), to: shownValue(column, to) }] : []
  })
  return { isNew: row === undefined, code: record.code, name: record.name, fields }
}

/** The columns of the portfolios file that are kept: all but the client's label. */
const { client_label: _label, ...COLUMNS } = NEUTRAL_COLUMNS.portfolios

/** All accounts, by code; who took them is written down. */
export async function accountsCsv(deps: Deps, actor: Actor): Promise<{ name: string; bytes: Buffer }> {
  const rows = await selectPortfolios(deps.db)
  const heads = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]
  const object = { kind: 'portfolio', id: 'export' } as const
  await noteEvent(deps, { actor, action: 'export-accounts', object, detail: { rows: rows.length } })
  const lines = rows.map((row) => {
    const cells = cellsOf(row)
    return heads.map((head) => cells[head])
  })
  const day = shanghaiDate(deps.clock.now())
  return { name: `账户清单_${day}.csv`, bytes: csvBytes([heads, ...lines]) }
}
