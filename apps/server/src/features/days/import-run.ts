/** What one import, or one publication, keeps at hand while it goes over many portfolios and days. */
import type { FundLookup } from '@sma/finance/checks/fund-rows'
import { classOn } from '@sma/finance/holdings/class-periods'
import type { Limits } from '@sma/finance/checks/limits'
import { tradingCalendar, type TradingCalendar } from '@sma/finance/calendar/trading-calendar'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { shanghaiDate } from '../../shanghai'
import { appendAudit, type Actor, type AuditEvent } from '../audit/audit.service'
import type { ActorKind } from '../audit/audit.table'
import { selectDaysWithFileFindings } from '../findings/findings.queries'
import { selectTolerances } from '../findings/tolerances.queries'
import type { ChangeSource } from '../history/history.queries'
import { selectFundAliases } from '../funds/fund-aliases.queries'
import { selectAccountClasses, type HouseAccountClasses } from '../funds/account-classes.queries'
import { hasFundNavs, selectCalendarDays, selectFunds, type FundRow } from '../funds/fund-records.queries'
import { selectPortfolios, type PortfolioRow } from '../portfolios/portfolio-records.queries'
import { inForce } from '../settings/in-force'
import { hasO32Before } from './day-records.queries'
import { hasTransactions, selectEarliestStaged } from './staged-rows.queries'

export interface RunOptions {
  /** Publish what no problem blocks. */
  publish: boolean
  /** Who does it: stands on every published version. */
  by: string
  /** Where that name signs in; a user of the shell where it is left out. */
  as?: ActorKind
  /** Where the request came from, if one began it. */
  address?: string
  /** Why a published day changes; null: such days wait. */
  reason: string | null
}

export interface ImportRun {
  deps: Deps
  options: RunOptions
  /** Today in Shanghai (R-DAY-1). */
  today: string
  portfolios: PortfolioRow[]
  funds: Map<string, Omit<FundRow, 'code'>>
  /** Names that files gave to funds, after their code. */
  aliases: Set<string>
  calendar: TradingCalendar
  /** Of level-1 accounts that are neither fund nor cash (R-CHK-14). */
  accountClasses: HouseAccountClasses
  /** By portfolio: the earliest staged row (null: none), and whether transactions and O3.2 positions were ever loaded. */
  earliestStaged: Map<string, string | null>
  withTransactions: Set<string>
  withO32: Set<string>
  /** Whether any public fund NAV was ever loaded (R-CHK-20). */
  hasFundNavs: boolean
  /** Tolerances that portfolios have of their own. */
  tolerances: Map<string, Partial<Limits>>
  /** What the transaction under way will have done; written at its end. */
  events: AuditEvent[]
  /** Days that this run noted to be looked at again, by portfolio and date. */
  noted: Set<string>
  /** Days that a file's reader held back, by portfolio, date and kind of file. */
  fileFindings: Set<string>
}

export async function openRun(opened: Deps, options: RunOptions): Promise<ImportRun> {
  const deps = await inForce(opened)
  const run: ImportRun = {
    deps,
    options,
    today: shanghaiDate(deps.clock.now()),
    portfolios: [],
    funds: new Map(),
    aliases: new Set(),
    calendar: tradingCalendar([]),
    accountClasses: { house: new Map(), own: new Map() },
    earliestStaged: new Map(),
    withTransactions: new Set(),
    withO32: new Set(),
    hasFundNavs: false,
    tolerances: new Map(),
    events: [],
    noted: new Set(),
    fileFindings: new Set(),
  }
  await forgetKnown(run)
  return run
}

/** Reads portfolios, funds and calendar again, after a file changed them. */
export async function reloadMasterData(run: ImportRun): Promise<void> {
  const { db } = run.deps
  run.portfolios = await selectPortfolios(db)
  run.funds = new Map((await selectFunds(db)).map(({ code, ...fund }) => [code, fund]))
  run.calendar = tradingCalendar(await selectCalendarDays(db))
  run.accountClasses = await selectAccountClasses(db)
  run.hasFundNavs = await hasFundNavs(db)
  run.tolerances = await selectTolerances(db)
}

/** The run's funds with the classes of a day (R-CLS-3). */
export const fundsOfDay =
  ({ funds }: Pick<ImportRun, 'funds'>, date: string): FundLookup =>
  (code) => {
    const fund = funds.get(code)
    return fund && { assetClass: classOn(fund, date), priceLag: fund.priceLag }
  }

/** Forgets what a rolled-back transaction may have left behind, and what another process may have changed. */
async function forgetKnown(run: ImportRun): Promise<void> {
  run.earliestStaged.clear()
  run.withTransactions.clear()
  run.withO32.clear()
  await reloadMasterData(run)
  const held = await selectDaysWithFileFindings(run.deps.db)
  run.aliases = await selectFundAliases(run.deps.db)
  run.fileFindings = new Set(held.map(({ portfolio_id, date, origin }) => `${portfolio_id} ${date} ${origin}`))
}

/** The earliest staged date of the portfolio, asked of the database once in a transaction. */
export async function earliestStaged(run: ImportRun, db: Db, portfolioId: string): Promise<string | null> {
  const known = run.earliestStaged.get(portfolioId)
  if (known !== undefined) return known
  const found = await selectEarliestStaged(db, portfolioId)
  run.earliestStaged.set(portfolioId, found)
  return found
}

export async function everHadTransactions(run: ImportRun, db: Db, portfolioId: string): Promise<boolean> {
  if (!run.withTransactions.has(portfolioId) && (await hasTransactions(db, portfolioId)))
    run.withTransactions.add(portfolioId)
  return run.withTransactions.has(portfolioId)
}

/** Whether O3.2 reported the portfolio on a day before. */
export async function hadO32Before(
  run: ImportRun,
  db: Db,
  day: { portfolioId: string; date: string },
): Promise<boolean> {
  if (!run.withO32.has(day.portfolioId) && (await hasO32Before(db, day.portfolioId, day.date)))
    run.withO32.add(day.portfolioId)
  return run.withO32.has(day.portfolioId)
}

/** Who changes master data now, by the file that says so. */
export const changeSource = ({ deps, options }: ImportRun, fileId: string | null): ChangeSource => ({
  at: deps.clock.now().toISOString(),
  by: options.by,
  fileId,
  newId: deps.newId,
})

/** The part of the options that says who acts. */
export const actedBy = ({ id, kind, address }: Actor) => ({ by: id, as: kind, address })

export const actorOf = ({ options }: ImportRun): Actor => ({
  kind: options.as ?? 'shell',
  id: options.by,
  address: options.address,
})

/** How often work is begun that another process, which writes the same, gets in the way of. */
const ATTEMPTS = 5

/**
 * Runs `work` in one transaction; its audit events are the last thing written, so that no lock is taken after theirs. `work`
 * is run again from its beginning where another process got in its way, so it changes nothing but the database and the run.
 */
export async function inTransaction<T>(run: ImportRun, work: (db: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(run, work)
    } catch (error) {
      if (attempt === ATTEMPTS || !run.deps.database.isConflict(error)) throw error
      await forgetKnown(run)
    }
  }
}

function attemptOnce<T>(run: ImportRun, work: (db: Db) => Promise<T>): Promise<T> {
  return run.deps.db.transaction().execute(async (db) => {
    run.events = []
    // what was known before the portfolio was taken may be another process's past
    run.earliestStaged.clear()
    const result = await work(db)
    for (const event of run.events) await appendAudit(db, run.deps, event)
    return result
  })
}
