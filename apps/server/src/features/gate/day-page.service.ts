/** All that is known of one portfolio's day: its versions, the figures beside O3.2's, the files, and what the checks say. */
import type { NOT_RUN_WORDS } from '@sma/contract/problem-words'
import { checksNotRun, type NotRun } from '@sma/finance/checks/not-run'
import { restatementSize, type RestatementBand } from '@sma/finance/checks/restatement'
import { moneyText } from '@sma/finance/decimal'
import { navText, sharesText } from '@sma/finance/numbers'
import type { Deps } from '../../deps'
import { assembleDay } from '../days/assemble-day'
import { contextOf } from '../days/day-findings.service'
import { selectEvidence, selectVersions } from '../days/day-records.queries'
import type { ValuationTable } from '../days/days.table'
import { readEvidence } from '../days/evidence'
import { openRun } from '../days/import-run'
import { moneyOrNull, rateOrNull } from '../days/reply-parts'
import { selectDayFindings } from '../findings/findings.queries'
import { accountClassesOf } from '../funds/account-classes.queries'
import { selectNeighbours } from './account-days.queries'
import { fundsBeside, type FundBeside } from './funds-beside'
import { selectDayFiles, type DayFile } from './gate.queries'
import { selectViewers } from './preview.queries'
import { previewFinding, type PreviewFinding } from './preview.service'

export interface DayPage {
  code: string
  name: string
  date: string
  /** Who sees the account. */
  clientIds: string[]
  /** The nearest days beside it that have a valuation. */
  previousDate: string | null
  nextDate: string | null
  versions: DayVersion[]
  /** The newest word of the files, whether or not it became a version; null where none holds a valuation. */
  funds: FundBeside[] | null
  files: DayFile[]
  findings: PreviewFinding[]
  notRun: (NotRun & { reason: keyof typeof NOT_RUN_WORDS })[]
}

/** One version and who had a hand in it. */
interface DayVersion {
  version: number
  stamp: string | null
  state: ValuationTable['state']
  reason: string | null
  totalAssets: string | null
  totalLiabilities: string | null
  netAssets: string
  shares: string
  unitNav: string
  accumulatedNav: string | null
  /** How far its NAV stands from what clients saw before it. */
  restates: { version: number; navChange: string | null; band: RestatementBand } | null
  sourceFileId: string
  createdAt: string
  broughtBy: string | null
  approvedAt: string | null
  approvedBy: string | null
  publishedAt: string | null
  publishedBy: string | null
  withdrawalAskedBy: string | null
  withdrawnAt: string | null
  withdrawnBy: string | null
  withdrawalReason: string | null
}

/** Null where the portfolio is not known, or nothing was ever heard of that day. */
export async function readDayPage(deps: Deps, of: { portfolioId: string; date: string }): Promise<DayPage | null> {
  const run = await openRun(deps, { publish: false, by: '', reason: null })
  const portfolio = run.portfolios.find(({ id }) => id === of.portfolioId)
  if (!portfolio) return null
  const { db } = deps
  const { date } = of
  const findings = (await selectDayFindings(db, of)).map(previewFinding)
  const versions = await selectVersions(db, of.portfolioId, date)
  const files = await selectDayFiles(db, of)
  if (findings.length === 0 && versions.length === 0 && files.length === 0) return null
  const evidence = readEvidence(await selectEvidence(db, of.portfolioId, date))
  const assembled = assembleDay(date, evidence, accountClassesOf(run.accountClasses, portfolio.id))
  const context = assembled && (await contextOf({ run, db, portfolio, date }, assembled))
  return {
    code: portfolio.code,
    name: portfolio.name,
    date,
    clientIds: (await selectViewers(db, deps.clock.now().toISOString(), of.portfolioId)).get(of.portfolioId) ?? [],
    ...(await selectNeighbours(db, of)),
    versions: versionsOf(versions, portfolio.nav_decimals),
    funds: assembled && fundsBeside(assembled, (code) => run.funds.get(code)?.name ?? code),
    files,
    findings,
    notRun: context ? checksNotRun(context) : [],
  }
}

/** All versions of a day, oldest first, each beside the one that clients had been shown before it. */
export const versionsOf = (rows: readonly ValuationTable[], navDecimals: number): DayVersion[] =>
  rows.map((row, index) => ({
    ...versionOf(row, navDecimals),
    restates: sizeOf(
      row,
      rows.slice(0, index).findLast(({ published_at }) => published_at !== null),
    ),
  }))

function sizeOf(row: ValuationTable, shown: ValuationTable | undefined): DayVersion['restates'] {
  if (!shown) return null
  const { changeE8, band } = restatementSize(shown.unit_nav_e8, row.unit_nav_e8)
  return { version: shown.version, navChange: rateOrNull(changeE8), band }
}

const versionOf = (row: ValuationTable, navDecimals: number): Omit<DayVersion, 'restates'> => ({
  version: row.version,
  stamp: row.stamp,
  state: row.state,
  reason: row.reason,
  totalAssets: moneyOrNull(row.total_assets_e4),
  totalLiabilities: moneyOrNull(row.total_liabilities_e4),
  netAssets: moneyText(row.net_assets_e4),
  shares: sharesText(row.shares_e4),
  unitNav: navText(row.unit_nav_e8, navDecimals),
  accumulatedNav: row.accumulated_nav_e8 === null ? null : navText(row.accumulated_nav_e8, navDecimals),
  sourceFileId: row.source_file_id,
  createdAt: row.created_at,
  broughtBy: row.created_by,
  approvedAt: row.approved_at,
  approvedBy: row.approved_by,
  publishedAt: row.published_at,
  publishedBy: row.published_by,
  withdrawalAskedBy: row.withdrawal_asked_by,
  withdrawnAt: row.withdrawn_at,
  withdrawnBy: row.withdrawn_by,
  withdrawalReason: row.withdrawal_reason,
})
