/** Applies what a file says of portfolios and days: stages rows, settles days, one transaction for each published day. */
import { setImmediate } from 'node:timers/promises'
import type { ProblemCode } from '@sma/contract/problem-codes'
import { problem } from '@sma/importers/problems'
import type { Problem } from '@sma/importers/records'
import type { Db } from '../../db/schema'
import { lockPortfolio } from '../days/day-records.queries'
import { encodeEvidence, holdingEvidence, o32Evidence, type EvidenceItem } from '../days/evidence'
import { inTransaction, type ImportRun } from '../days/import-run'
import { settleDay } from '../days/settle-day.service'
import type { DayProblem, SettledDay } from '../days/settling'
import { stageFees, stageFlows, stageTransactions } from '../days/stage-rows.service'
import type { FileDay } from './file-days'
import { closeFileFindings } from './file-findings.service'
import type { DayOutcome, FileOutcome } from './report'

/** Staging touches nothing that is shown, so that days share a transaction, a short one; valuations have one each. */
const STAGED_AT_ONCE = 25

/** Applies days in order; `finish` is the last step of the last transaction, so that no file is applied and not finished. */
export async function applyDays(
  run: ImportRun,
  file: FileOutcome,
  days: FileDay[],
  finish: (db: Db) => Promise<void>,
): Promise<void> {
  const groups = days.length > 0 ? [...grouped(days)] : [[]]
  for (const group of groups) {
    await inTransaction(run, async (db) => {
      for (const day of group) keepOutcome(file, day, await applyDay(run, db, { file, day }))
      if (group === groups.at(-1)) await finish(db)
    })
    // The embedded database answers at once: without this turn a server that imports would answer nobody.
    await setImmediate()
  }
}

function* grouped(days: FileDay[]): Generator<FileDay[]> {
  let group: FileDay[] = []
  for (const day of days) {
    if (day.valuation) yield [day]
    else group.push(day)
    if (group.length < STAGED_AT_ONCE) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

async function applyDay(run: ImportRun, db: Db, of: { file: FileOutcome; day: FileDay }): Promise<SettledDay> {
  const { file, day } = of
  await lockPortfolio(db, day.portfolio.id)
  const staged = { run, db, portfolio: day.portfolio, date: day.date, sourceFileId: file.id }
  const parts: SettledDay[] = []
  if (day.fee) parts.push(await stageFees(staged, day.fee))
  if (day.flows.length > 0) parts.push(await stageFlows(staged, day.flows))
  if (day.transactions.length > 0) parts.push(await stageTransactions(staged, day.transactions))
  if (file.kind) await closeFileFindings(run, db, day, file.kind)
  const items = itemsOf(file, day)
  if (items.length > 0) parts.push(await settleDay(run, db, day, items))
  return combined(parts)
}

function itemsOf(file: FileOutcome, { valuation, holdings, o32 }: FileDay): EvidenceItem[] {
  const sourceFileId = file.id
  const items: EvidenceItem[] = []
  if (valuation) {
    const origin = valuation.origin === 'neutral' ? 'neutral' : 'fa'
    items.push({ kind: 'valuation', origin, payload: valuation.payload.toString(), sourceFileId })
  }
  if (holdings.length > 0) {
    const payload = encodeEvidence(holdingEvidence(holdings))
    items.push({ kind: 'holdings', origin: 'neutral', payload, sourceFileId })
  }
  if (o32.length > 0) {
    const payload = encodeEvidence(o32Evidence(o32))
    items.push({ kind: 'o32-holdings', origin: 'o32', payload, sourceFileId })
  }
  return items
}

const STATES: readonly SettledDay['state'][] = ['held', 'withdrawn', 'imported', 'checked', 'approved', 'published']

function combined(parts: SettledDay[]): SettledDay {
  const states = parts.map((part) => part.state)
  return {
    state: STATES.find((state) => states.includes(state)) ?? 'imported',
    changed: parts.some((part) => part.changed),
    problems: parts.flatMap((part) => part.problems),
  }
}

function keepOutcome(file: FileOutcome, day: FileDay, settled: SettledDay): void {
  const { portfolio, date } = day
  file.days.set(
    `${portfolio.id} ${date}`,
    outcomeOf({ portfolio: portfolio.code, portfolioId: portfolio.id, date }, settled),
  )
}

/** A settled day as the report shows it. */
export function outcomeOf(
  day: { portfolio: string; portfolioId: string; date: string },
  { state, changed, problems }: SettledDay,
): DayOutcome {
  return { ...day, state, changed, problems: problemsOf(day, problems) }
}

/** What a settled day gave rise to, as problems of a file. */
export const problemsOf = (day: { portfolio: string; date: string }, items: readonly DayProblem[]): Problem[] =>
  items.map((item) => problemOf(day, item))

function problemOf(day: { portfolio: string; date: string }, item: DayProblem): Problem {
  const at = { portfolio: { by: 'code' as const, value: day.portfolio }, date: day.date }
  if (item.kind !== 'finding') {
    const severity = item.kind === 'source-outranked' ? 'warning' : 'review'
    return problem(item.kind, severity, { ...at, found: item.found, expected: item.expected })
  }
  const { check, severity, row, found, expected } = item.finding
  const { source } = item
  const column = source ? (CHECKED_COLUMNS[check]?.[source.isNeutral ? 1 : 0] ?? null) : null
  const place = { sheet: source?.sheet ?? null, row: row ?? (source?.isNeutral ? source.row : null), column }
  return problem(check, severity, { ...at, ...place, found, expected })
}

/** What a check looks at, as FA's sheets and the neutral files head it. */
const CHECKED_COLUMNS: Partial<Record<ProblemCode, [string, string]>> = {
  'R-CHK-1': ['资产净值', 'net_assets'],
  'R-CHK-2': ['单位净值', 'unit_nav'],
  'R-CHK-3': ['市值', 'market_value'],
  'R-CHK-4': ['数量', 'shares'],
  'R-CHK-5': ['数量', 'shares'],
  'R-CHK-6': ['单位净值', 'unit_nav'],
  'R-CHK-8': ['科目代码', 'fund_code'],
  'R-CHK-10': ['实收资本', 'shares'],
  'R-CHK-11': ['累计单位净值', 'accumulated_nav'],
  'R-CHK-12': ['估值日期', 'date'],
  'R-CHK-13': ['资产净值', 'net_assets'],
  'R-CHK-14': ['市值', 'net_assets'],
  'R-CHK-15': ['估值日期', 'date'],
  'R-RET-2': ['单位净值', 'unit_nav'],
}
