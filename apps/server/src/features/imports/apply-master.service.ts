/** Master data: portfolios, funds, clients, contacts, benchmarks, calendar and fund NAVs; and news. A bad row stops no other. */
import { problem } from '@sma/importers/problems'
import type {
  AccountClassRecord,
  BenchmarkRecord,
  ClientRecord,
  FundNavRecord,
  FundRecord,
  ImportRecord,
  NewsRecord,
  PortfolioRecord,
  Problem,
  PublicationRecord,
  TradingDayRecord,
} from '@sma/importers/records'
import type { Db } from '../../db/schema'
import { groupBy } from '../../group-by'
import type { AuditEvent } from '../audit/audit.service'
import { otherClientNo, saveClient } from '../clients/client-records.service'
import { isSameIdentity, type IdentityChange } from '../clients/identity-change.service'
import { actorOf, changeSource, inTransaction, reloadMasterData, type ImportRun } from '../days/import-run'
import { lateDividend } from '../days/late-dividends.service'
import { keepMissingDays } from '../days/missing-days.service'
import { noteFundNavs, noteJudgedAnew } from '../days/note-change'
import type { ChangeSource } from '../history/history.queries'
import { saveAccountClass } from '../funds/account-classes.queries'
import {
  saveCalendar,
  saveFund,
  saveFundNavs,
  selectPortfoliosWithFunds,
  selectShownSince,
} from '../funds/fund-records.queries'
import {
  DEFAULT_NAV_DECIMALS,
  raiseAllRevisions,
  raiseRevisions,
  saveBenchmark,
  saveContact,
  savePortfolio,
  type PortfolioRow,
} from '../portfolios/portfolio-records.queries'
import { savePublication, type FindPdf } from '../publications/import-publications.service'
import { newsFromFile } from '../news/news-row'
import { saveNews } from '../news/news.queries'
import type { ImportOptions } from './importing'
import { portfolioNames, type NamedPortfolio } from './portfolio-names'
import { keepRequest, waitingPayloads } from '../requests/requests.service'
import type { FileOutcome } from './report'
import { withoutTaken } from './taken-keys'

/** What master data adds to the outcome of its file. */
type Told = Pick<FileOutcome, 'changedRows' | 'sameRows' | 'problems'> & FromFile

/** The file that says it; null where a person does. */
type FromFile = Pick<FileOutcome, 'name'> & { id: FileOutcome['id'] | null }

interface Applying {
  run: ImportRun
  db: Db
  file: Told
  source: ChangeSource
}

interface Master {
  records: ImportRecord[]
  findPdf: FindPdf
  stillFits?: ImportOptions['stillFits']
  /** Last in the transaction: what the file has come to. */
  finish(db: Db, file: FileOutcome): Promise<void>
}

/** Applies the records of master data in one transaction; anything else in `records` is left alone. */
export async function applyMaster(
  run: ImportRun,
  file: FileOutcome,
  { records, findPdf, stillFits, finish }: Master,
): Promise<void> {
  const told = await inTransaction(run, async (db) => {
    const applying = applyingOf(run, db, file)
    if (stillFits && !(await stillFits(db))) {
      applying.file.problems.push(problem('changed-meanwhile', 'error', {}))
    } else {
      await applyRecords(applying, records)
      await applyPublications(applying, ofKind(records, 'publication'), findPdf)
    }
    await finish(db, withTold(file, applying.file))
    return applying.file
  })
  Object.assign(file, withTold(file, told))
}

const withTold = (file: FileOutcome, told: Told): FileOutcome => ({
  ...file,
  changedRows: file.changedRows + told.changedRows,
  sameRows: file.sameRows + told.sameRows,
  problems: [...file.problems, ...told.problems],
})

const BY_HAND: FromFile = { id: null, name: '' }

interface ByHand {
  records: ImportRecord[]
  /** Noted where anything changes. */
  event: AuditEvent | ((db: Db) => Promise<AuditEvent>)
  /** Why, where they say so. */
  reason?: string | undefined
  /** First in the transaction; throws where the change may not be made as things are now. */
  allow?: (db: Db) => Promise<void>
}

/** What a person changes by hand goes the same way. */
export async function changeMaster(run: ImportRun, { records, event, reason, allow }: ByHand): Promise<void> {
  await inTransaction(run, async (db) => {
    await allow?.(db)
    const { source, ...applying } = applyingOf(run, db, BY_HAND)
    await applyRecords({ ...applying, source: reason === undefined ? source : { ...source, reason } }, records)
    if (applying.file.changedRows === 0) return
    run.events.push(typeof event === 'function' ? await event(db) : event)
  })
  await reloadMasterData(run)
  for (const { code } of ofKind(records, 'portfolio')) {
    const changed = run.portfolios.find((portfolio) => portfolio.code === code)
    if (changed) await keepMissingDays(run, changed.id)
  }
}

function applyingOf(run: ImportRun, db: Db, { id, name }: FromFile): Applying {
  const file: Told = { id, name, changedRows: 0, sameRows: 0, problems: [] }
  return { run, db, file, source: changeSource(run, id) }
}

async function applyRecords(applying: Applying, records: ImportRecord[]): Promise<void> {
  await applyPortfolios(applying, ofKind(records, 'portfolio'))
  await applyFunds(applying, ofKind(records, 'fund'))
  await applyAccountClasses(applying, ofKind(records, 'account-class'))
  await applyClients(applying, ofKind(records, 'client'))
  await applyCalendar(applying, ofKind(records, 'trading-day'))
  await applyFundNavs(applying, ofKind(records, 'fund-nav'))
  await applyBenchmarks(applying, ofKind(records, 'benchmark'))
  await applyContacts(applying, ofKind(records, 'contact'))
  await applyNews(applying, ofKind(records, 'news'))
}

function ofKind<K extends ImportRecord['kind']>(
  records: ImportRecord[],
  kind: K,
): Extract<ImportRecord, { kind: K }>[] {
  return records.filter((record): record is Extract<ImportRecord, { kind: K }> => record.kind === kind)
}

const count = (file: Told, changed: boolean, rows: number): void => {
  if (changed) file.changedRows += rows
  else file.sameRows += rows
}

async function applyPortfolios({ run, db, file, source }: Applying, records: PortfolioRecord[]): Promise<void> {
  const byCode = new Map(run.portfolios.map((portfolio) => [portfolio.code, portfolio]))
  const judged: string[] = []
  const { kept, refused } = withoutTaken(run.portfolios, records)
  file.problems.push(...refused)
  for (const record of kept) {
    const known = byCode.get(record.code)
    if (known && isJudgedOtherwise(known, record)) judged.push(known.id)
    count(file, await savePortfolio(db, record, known, source), 1)
  }
  await noteJudgedAnew(run, db, judged, file.id)
}

/** Whether checks ask for what the record changes: strategy, decimals, launch and last day (R-CHK-2, 6, 12). */
const isJudgedOtherwise = (
  known: PortfolioRow,
  { strategy, launchDate, navDecimals, state, closedOn }: PortfolioRecord,
): boolean =>
  (state !== null && known.closed_on !== closedOn) ||
  known.strategy !== strategy ||
  known.launch_date !== launchDate ||
  known.nav_decimals !== (navDecimals ?? DEFAULT_NAV_DECIMALS)

async function applyFunds({ run, db, file, source }: Applying, records: FundRecord[]): Promise<void> {
  const shown: string[] = []
  const judged: string[] = []
  for (const [code, said] of groupBy(records, (record) => record.code)) {
    const { changed, shownFrom, refused, ...outcome } = await saveFund(db, said, source)
    if (shownFrom === '') shown.push(code)
    else if (shownFrom !== null)
      await raiseRevisions(db, await selectShownSince(db, await selectPortfoliosWithFunds(db, [code]), shownFrom))
    if (outcome.judged) judged.push(code)
    if (refused !== null) file.problems.push(datedClass(said, refused))
    count(file, changed, said.length)
  }
  await raiseRevisions(db, await selectPortfoliosWithFunds(db, shown))
  await noteJudgedAnew(run, db, await selectPortfoliosWithFunds(db, judged), file.id)
}

function datedClass(said: readonly FundRecord[], found: string): Problem {
  const row = said.find(({ classFrom }) => classFrom === null)
  const place = { ...row?.source, column: 'asset_class', found, expected: 'class_from' }
  return problem('fund-class-dated', 'warning', place)
}

async function applyAccountClasses({ run, db, file, source }: Applying, records: AccountClassRecord[]): Promise<void> {
  const byCode = new Map(run.portfolios.map(({ code, id }) => [code, id]))
  const concerned = new Set<string>()
  for (const record of records) {
    const code = record.portfolio?.value ?? null
    const portfolioId = code === null ? null : byCode.get(code)
    if (portfolioId === undefined) {
      file.problems.push(unknownPortfolio(record.source, code ?? ''))
      continue
    }
    const changed = await saveAccountClass(db, portfolioId, record, source)
    if (changed) for (const id of portfolioId === null ? byCode.values() : [portfolioId]) concerned.add(id)
    count(file, changed, 1)
  }
  await noteJudgedAnew(run, db, [...concerned], file.id)
}

async function applyClients(applying: Applying, records: ClientRecord[]): Promise<void> {
  const { run, db, file, source } = applying
  const byCode = new Map(run.portfolios.map((portfolio) => [portfolio.code, portfolio]))
  for (const record of records) {
    const other = await otherClientNo(run.deps, db, record)
    if (other !== null) {
      const column = { column: 'id_number', found: record.clientNo, expected: other }
      file.problems.push(problem('client-conflict', 'error', { ...record.source, ...column }))
      continue
    }
    const unknown = record.portfolioCodes.filter((code) => !byCode.has(code))
    for (const code of unknown) file.problems.push(unknownPortfolio(record.source, code))
    const accounts = record.portfolioCodes.flatMap((code) => byCode.get(code) ?? [])
    const saved = await saveClient(run.deps, db, { record, accounts, source })
    if (!saved) {
      const column = { column: 'client_no', found: record.clientNo }
      file.problems.push(problem('client-erased', 'error', { ...record.source, ...column }))
      continue
    }
    if (saved.held) {
      await askForChange(applying, saved.held)
      const column = { column: columnOf(saved.held), found: record.clientNo }
      file.problems.push(problem('client-change-held', 'warning', { ...record.source, ...column }))
    }
    for (const code of saved.kept) {
      const column = { column: 'portfolio_codes', found: record.clientNo, expected: code }
      file.problems.push(problem('client-account-kept', 'warning', { ...record.source, ...column }))
    }
    count(file, saved.changed, 1)
  }
}

const columnOf = ({ before, after }: IdentityChange): string => (before.phone === after.phone ? 'id_number' : 'phone')

/** Another person decides; the same file on every morning asks once while it waits. */
async function askForChange({ run, db, file }: Applying, held: IdentityChange): Promise<void> {
  const waiting = (await waitingPayloads(db, run.deps, 'change-client')) as IdentityChange[]
  if (waiting.some(({ client, after }) => client === held.client && isSameIdentity(after, held.after))) return
  const payload = { ...held, reason: file.name }
  run.events.push(await keepRequest(db, run.deps, actorOf(run), { kind: 'change-client', payload }))
}

async function applyCalendar({ run, db, file, source }: Applying, records: TradingDayRecord[]): Promise<void> {
  if (records.length === 0) return
  const changed = await saveCalendar(db, records, source)
  if (changed) {
    await raiseAllRevisions(db)
    await noteJudgedAnew(
      run,
      db,
      run.portfolios.map(({ id }) => id),
      file.id,
    )
  }
  count(file, changed, records.length)
}

async function applyFundNavs({ run, db, file, source }: Applying, records: FundNavRecord[]): Promise<void> {
  const changed: string[] = []
  const reason = source.reason ?? run.options.reason
  for (const [code, navs] of groupBy(records, (record) => record.fundCode)) {
    const saved = await saveFundNavs(db, code, navs, source)
    if (saved.changed) {
      changed.push(code)
      await noteFundNavs(run, db, { fundCode: code, dates: navs.map(({ date }) => date), sourceFileId: file.id })
    }
    const isOther = new Set(saved.dividends)
    // with a reason also what came before without one
    const said = navs.filter((nav) => isOther.has(nav.date) || (reason !== null && nav.dividendE8))
    let restated = false
    for (const nav of said) restated = (await restateDividend({ run, db, file }, { ...nav, reason })) || restated
    count(file, saved.changed || restated, navs.length)
  }
  await raiseRevisions(db, await selectPortfoliosWithFunds(db, changed))
}

const NAMED_AT_MOST = 5

/** Whether published days were restated; without a reason they stay as they are, and the operator is told which. */
async function restateDividend(
  { run, db, file }: Pick<Applying, 'run' | 'db' | 'file'>,
  { fundCode, date, source, reason }: FundNavRecord & { reason: string | null },
): Promise<boolean> {
  const late = await lateDividend(run, db, { fundCode, date, reason })
  if (late.length === 0 || reason !== null) return late.length > 0
  const codes = new Map(run.portfolios.map(({ id, code }) => [id, code]))
  const named = late.slice(0, NAMED_AT_MOST).map((day) => `${codes.get(day.portfolioId) ?? ''} ${day.date}`)
  const found = [...named, ...(late.length > NAMED_AT_MOST ? [`… (${late.length})`] : [])].join('; ')
  file.problems.push(problem('dividend-late', 'review', { ...source, column: 'dividend', found }))
  return false
}

async function applyBenchmarks({ run, db, file, source }: Applying, records: BenchmarkRecord[]): Promise<void> {
  const named = portfolioNames(run.portfolios)
  for (const values of groupBy(records, (record) => record.portfolio.value).values()) {
    const portfolio = resolved(file, values[0], named)
    if (!portfolio) continue
    const changed = await saveBenchmark(db, portfolio.id, values, source)
    if (changed) await raiseRevisions(db, [portfolio.id])
    count(file, changed, values.length)
  }
}

async function applyContacts(
  { run, db, file, source }: Applying,
  records: Extract<ImportRecord, { kind: 'contact' }>[],
) {
  const named = portfolioNames(run.portfolios)
  for (const record of records) {
    const portfolio = resolved(file, record, named)
    if (portfolio) count(file, await saveContact(db, portfolio.id, record, source), 1)
  }
}

async function applyPublications({ run, db, file }: Applying, records: PublicationRecord[], findPdf: FindPdf) {
  const byCode = new Map(run.portfolios.map((portfolio) => [portfolio.code, portfolio]))
  for (const record of records) {
    const code = record.portfolio?.value ?? null
    const portfolio = code === null ? null : byCode.get(code)
    if (portfolio === undefined) {
      file.problems.push(unknownPortfolio(record.source, code ?? ''))
      continue
    }
    const saved = await savePublication({ deps: run.deps, db, by: run.options.by, portfolio, findPdf }, record)
    if (typeof saved === 'boolean') count(file, saved, 1)
    else file.problems.push(saved)
  }
}

async function applyNews({ run, db, file }: Applying, records: NewsRecord[]): Promise<void> {
  if (records.length === 0) return
  const rows = records.map((record) => ({ ...newsFromFile(record), source_file_id: file.id }))
  const changed = await saveNews(db, rows, run.deps.newId)
  file.changedRows += changed
  file.sameRows += records.length - changed
}

type Resolve = (key: BenchmarkRecord['portfolio'], alternatives: [], date: null) => NamedPortfolio

function resolved(
  file: Told,
  record: Pick<BenchmarkRecord, 'portfolio' | 'source'> | undefined,
  named: Resolve,
): { id: string } | null {
  if (!record) return null
  const { found } = named(record.portfolio, [], null)
  if (!found) file.problems.push(unknownPortfolio(record.source, record.portfolio.value))
  return found
}

const unknownPortfolio = (source: BenchmarkRecord['source'], code: string): Problem =>
  problem('portfolio-unknown', 'error', { ...source, found: code, portfolio: { by: 'code', value: code } })
