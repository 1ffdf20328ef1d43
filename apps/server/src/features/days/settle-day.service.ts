/** From evidence to a version: assemble, check, compare with what is published, then hold, keep or publish. */
import { mayPublish } from '@sma/finance/checks/check-day'
import type { Finding } from '@sma/finance/checks/checked-day'
import { mayBeExplained } from '@sma/finance/checks/limits'
import { addDays } from '@sma/finance/dates'
import { priceText, sharesText } from '@sma/finance/numbers'
import type { Db } from '../../db/schema'
import { keepFindings, withDecisions } from '../findings/findings.service'
import { accountClassesOf } from '../funds/account-classes.queries'
import type { PortfolioRow } from '../portfolios/portfolio-records.queries'
import { assembleDay } from './assemble-day'
import { contentOf, noteStanding, replaceCandidate, standingHash } from './candidate.service'
import { compareFigures, completedBy, figuresHash, type Comparison, type DayFigures } from './day-figures'
import { findingsOf } from './day-findings.service'
import { isSameKey, keepFunds, keepNews } from './day-news.service'
import {
  deleteCandidate,
  figuresOf,
  selectEvidence,
  selectHoldingRows,
  selectPublishedBeside,
  selectVersions,
} from './day-records.queries'
import type { DayState, ValuationTable } from './days.table'
import { readEvidence, type EvidenceItem } from './evidence'
import type { ImportRun } from './import-run'
import { deleteRecheck } from './recheck.queries'
import type { DayNews, DayProblem, Judged, SettledDay, Settling } from './settling'

const WAITING: ReadonlySet<DayState> = new Set<DayState>(['held', 'checked', 'approved'])

/**
 * Settles one portfolio and day inside the transaction `db`: stores the news, and makes, keeps or publishes a version.
 * News that would change a published day without a reason, or that a check blocks there, is not stored.
 */
export async function settleDay(
  run: ImportRun,
  db: Db,
  day: { portfolio: PortfolioRow; date: string },
  news: DayNews,
): Promise<SettledDay> {
  const place = { portfolioId: day.portfolio.id, date: day.date }
  // Whatever made it necessary to look at the day again: this is that look.
  if (run.noted.delete(`${place.portfolioId} ${place.date}`)) await deleteRecheck(db, place)
  const stored = await selectEvidence(db, day.portfolio.id, day.date)
  const replaced = stored.filter((old) => !news.some((item) => isSameKey(item, old)))
  const evidence = readEvidence([...replaced, ...news])
  const versions = await selectVersions(db, day.portfolio.id, day.date)
  const shown = versions.findLast(({ state }) => !WAITING.has(state))
  const candidate = versions.findLast(({ state }) => WAITING.has(state))
  const settling: Settling = { run, db, ...day, news, evidence, stored, shown, candidate }
  const assembled = assembleDay(day.date, evidence, accountClassesOf(run.accountClasses, day.portfolio.id))
  if (!assembled) {
    const changed = await keepNews(settling)
    return { state: 'imported', changed, problems: [] }
  }
  await keepFunds(settling, assembled)
  const found = await findingsOf(settling, assembled)
  const findings = await withDecisions(db, place, found)
  const judged = { assembled, found, findings }
  if (!mayPublish(findings) && !maySettleOnExplanation(settling, findings)) return hold(settling, judged)
  return shown ? restate(settling, shown, judged) : release(settling, judged)
}

/** What only an explanation can let through waits as a version, so that there is something to explain; never unasked for a shown day. */
const maySettleOnExplanation = ({ run, shown, news }: Settling, findings: Finding[]): boolean =>
  news.length > 0 && (!shown || run.options.reason !== null) && !findings.some(mustBeMended)

const mustBeMended = ({ check, severity }: Finding): boolean => severity === 'review' && !mayBeExplained(check)

function asProblems({ news, evidence }: Settling, findings: Finding[]): DayProblem[] {
  const valuation = news.some(isValuation) ? evidence.valuation : null
  const source = valuation && { ...valuation.source, isNeutral: valuation.origin === 'neutral' }
  return findings.map((finding) => ({ kind: 'finding', finding, source }))
}

const isValuation = (item: EvidenceItem): boolean => item.kind === 'valuation'

/** A blocked day keeps its news while it is unpublished; what is published, or good and waiting, stays as it is. */
async function hold(settling: Settling, { assembled, found, findings }: Judged): Promise<SettledDay> {
  const { candidate, news, shown } = settling
  const problems = asProblems(settling, findings)
  const replacesGoodDay = candidate !== undefined && candidate.state !== 'held' && news.some(isValuation)
  if (shown || replacesGoodDay) return refuse(settling, found, problems)
  await keepNews(settling)
  await keepFound(settling, found)
  await replaceCandidate(settling, await contentOf(settling, assembled), { state: 'held', reason: null })
  return { state: 'held', changed: true, problems }
}

/** Refused news leaves no trace but in its file's report; looked at without news, the day's findings are brought up to date. */
async function refuse(settling: Settling, found: Finding[], problems: DayProblem[]): Promise<SettledDay> {
  if (settling.news.length === 0) await keepFound(settling, found)
  return { state: 'held', changed: false, problems }
}

/** A first version: published at once where that is asked for, else it waits. */
async function release(settling: Settling, judged: Judged): Promise<SettledDay> {
  const keeps = await keepNews(settling)
  await keepFound(settling, judged.found)
  return offer(settling, judged, { figures: judged.assembled.figures, reason: null, isNews: keeps })
}

/** Other figures for a day that was shown: nothing, a completion, or a restatement that needs a reason. */
async function restate(settling: Settling, shownRow: ValuationTable, judged: Judged): Promise<SettledDay> {
  const { run, db, portfolio, candidate } = settling
  const { assembled, found, findings } = judged
  const shown = figuresOf(shownRow, await selectHoldingRows(db, portfolio.id, shownRow))
  const waits = candidate?.figures_hash === figuresHash(assembled.figures) ? candidate.reason : null
  const reason = run.options.reason ?? waits
  const comparison = await compareWithShown(settling, shown, assembled.figures)
  const isWithdrawn = shownRow.state === 'withdrawn'
  if (comparison === 'same' && !(isWithdrawn && reason !== null)) return agree(settling, shownRow, judged)
  if ((comparison === 'differs' || isWithdrawn) && reason === null) {
    const problem: DayProblem = { kind: 'restatement-reason-missing', ...difference(shown, assembled.figures) }
    return refuse(settling, found, [...asProblems(settling, findings), problem])
  }
  const isNews = await keepNews(settling)
  await keepFound(settling, found)
  const completes = comparison === 'completes' && !isWithdrawn
  const figures = completes ? completedBy(shown, assembled.figures) : assembled.figures
  return offer(settling, judged, { figures, reason: completes ? null : reason, isNews })
}

/** The files say what is shown: a version that would have said otherwise is dropped; one that only renews it stays. */
async function agree(settling: Settling, shown: ValuationTable, { found, findings }: Judged): Promise<SettledDay> {
  const { db, portfolio, date, candidate, news } = settling
  const changed = await keepNews(settling)
  await keepFound(settling, found)
  if (candidate && candidate.figures_hash !== shown.figures_hash) {
    await deleteCandidate(db, { portfolioId: portfolio.id, date, version: candidate.version })
    await noteStanding(settling, standingHash(settling), shown.figures_hash)
  }
  return {
    state: shown.state === 'withdrawn' ? 'withdrawn' : 'published',
    changed: changed && news.some((item) => item.kind === 'o32-holdings'),
    problems: asProblems(settling, findings),
  }
}

interface Offer {
  figures: DayFigures
  reason: string | null
  isNews: boolean
}

/** Puts figures where they belong: before clients, before the one who approves, or aside until a finding is explained. */
async function offer(
  settling: Settling,
  { assembled, found, findings }: Judged,
  { figures, reason, isNews }: Offer,
): Promise<SettledDay> {
  const { run, candidate } = settling
  const problems = asProblems(settling, findings)
  const isBlocked = !mayPublish(findings)
  const isKnown = candidate?.figures_hash === figuresHash(figures) && (candidate.state === 'held') === isBlocked
  if (isKnown && !isNews && (isBlocked || !run.options.publish))
    return { state: waitingState(candidate), changed: false, problems }
  const passed = passesByItself(settling, found, reason) ? 'approved' : 'checked'
  const state = isBlocked ? 'held' : run.options.publish ? 'published' : passed
  await replaceCandidate(settling, await contentOf(settling, assembled, figures), { state, reason })
  return { state, changed: true, problems }
}

const waitingState = ({ state }: ValuationTable): 'held' | 'checked' | 'approved' =>
  state === 'held' || state === 'approved' ? state : 'checked'

/** `SMA_GATE=automatic`: a first version of a day on which nothing at all was found, nor held back by a reader. */
function passesByItself({ run, shown, portfolio, date }: Settling, found: Finding[], reason: string | null): boolean {
  if (run.deps.config.gate !== 'automatic' || found.length > 0 || reason !== null || shown) return false
  const day = `${portfolio.id} ${date} `
  return ![...run.fileFindings].some((place) => place.startsWith(day))
}

async function keepFound({ run, db, portfolio, date, evidence }: Settling, found: Finding[]): Promise<void> {
  const { sourceFileId } = evidence
  await keepFindings(db, run.deps, { portfolioId: portfolio.id, date, origin: 'check', sourceFileId }, found)
}

async function compareWithShown(settling: Settling, shown: DayFigures, next: DayFigures): Promise<Comparison> {
  const { db, portfolio, date } = settling
  const earlier = await selectPublishedBeside(db, portfolio.id, { date: addDays(date, -1), side: 'on-or-before' })
  return compareFigures(shown, next, earlier === undefined)
}

/** The first figure that differs, for the report. */
function difference(shown: DayFigures, next: DayFigures): { found: string | null; expected: string | null } {
  for (const key of ['netAssetsE4', 'sharesE4', 'unitNavE8', 'accumulatedNavE8'] as const) {
    const [before, after] = [shown[key], next[key]]
    if (after !== null && before !== after)
      return { found: decimalText(after, key), expected: decimalText(before, key) }
  }
  return { found: null, expected: null }
}

/** Exact: as many decimals as the figure has. */
function decimalText(value: bigint | null, key: string): string | null {
  if (value === null) return null
  return key.endsWith('E8') ? priceText(value) : sharesText(value)
}
