/** From evidence to a version: assemble, check, compare with what is published, then hold, keep or publish. */
import { createHash } from 'node:crypto'
import { mayPublish } from '@sma/finance/checks/check-day'
import type { Finding } from '@sma/finance/checks/checked-day'
import { mayBeExplained } from '@sma/finance/checks/limits'
import { addDays } from '@sma/finance/dates'
import { priceText, sharesText } from '@sma/finance/numbers'
import type { Db } from '../../db/schema'
import { insertUnknownFund, renameFund } from '../funds/fund-records.queries'
import type { PortfolioRow } from '../portfolios/portfolio-records.queries'
import { assembleDay, type AssembledDay } from './assemble-day'
import { compareFigures, completedBy, figuresHash, type Comparison, type DayFigures } from './day-figures'
import {
  deleteCandidate,
  deleteEvidence,
  figuresOf,
  insertEvidence,
  insertVersion,
  selectEvidence,
  selectHoldingRows,
  selectPublishedBeside,
  selectSources,
  selectVersions,
  type VersionContent,
} from './day-records.queries'
import { completedSources, filledFigures, sourcesOf } from './day-sources'
import type { DayState, ValuationTable } from './days.table'
import { readEvidence, type DayEvidence, type EvidenceItem } from './evidence'
import { findingsOf, type DayPlace } from './day-findings.service'
import { keepFindings, withDecisions } from '../findings/findings.service'
import { changeSource, type ImportRun } from './import-run'
import { noteChangedDay } from './note-change'
import { deleteRecheck } from './recheck.queries'
import { madeBy, noteAutomaticApproval, publishVersion } from './publish-day.service'

/** The valuation's place in the file that brought it; null where another file did. */
interface FindingSource {
  sheet: string | null
  row: number
  isNeutral: boolean
}

/** A problem that the day's own figures gave rise to. */
export type DayProblem =
  | { kind: 'finding'; finding: Finding; source: FindingSource | null }
  | { kind: 'restatement-reason-missing' | 'source-outranked'; found: string | null; expected: string | null }

export interface SettledDay {
  state: 'imported' | 'held' | 'checked' | 'approved' | 'published' | 'withdrawn'
  /** False where everything was already known. */
  changed: boolean
  problems: DayProblem[]
}

/** New words for a day that are not stored yet. */
export type DayNews = readonly EvidenceItem[]

export const NO_NEWS: DayNews = []

interface Settling extends DayPlace {
  news: DayNews
  evidence: DayEvidence
  stored: EvidenceItem[]
  /** What clients see, or saw until it was withdrawn. */
  shown: ValuationTable | undefined
  /** What waits to be shown. */
  candidate: ValuationTable | undefined
}

/** A day's figures with all that the checks found (`found`), and what of it stands after people's explanations. */
interface Judged {
  assembled: AssembledDay
  found: Finding[]
  findings: Finding[]
}

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
  const assembled = assembleDay(day.date, evidence)
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

const isSameKey = (left: EvidenceItem, right: EvidenceItem): boolean =>
  left.kind === right.kind && left.origin === right.origin

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

/** Figures with where they came from: what the day's evidence leaves open came with the version that was shown. */
async function contentOf(
  { db, portfolio, evidence, shown }: Settling,
  assembled: AssembledDay,
  figures: DayFigures = assembled.figures,
): Promise<VersionContent> {
  const sources = sourcesOf(evidence, assembled.figures)
  if (!shown || figures === assembled.figures) return { figures, sources }
  const key = { portfolioId: portfolio.id, date: shown.date, version: shown.version }
  const before = figuresOf(shown, await selectHoldingRows(db, portfolio.id, shown))
  const known = await selectSources(db, key, before)
  return { figures, sources: completedSources(sources, known, filledFigures(assembled.figures, figures)) }
}

async function replaceCandidate(
  settling: Settling,
  content: VersionContent,
  as: { state: 'held' | 'checked' | 'approved' | 'published'; reason: string | null },
): Promise<void> {
  const { run, db, portfolio, date, shown, candidate, evidence } = settling
  if (candidate) await deleteCandidate(db, { portfolioId: portfolio.id, date, version: candidate.version })
  const key = { portfolioId: portfolio.id, date, version: (shown?.version ?? 0) + 1 }
  await insertVersion(db, key, content, {
    ...madeBy(run, as.state),
    reason: as.reason,
    figures_hash: figuresHash(content.figures),
    source_file_id: evidence.sourceFileId ?? settling.news[0]?.sourceFileId ?? '',
  })
  if (as.state === 'published') await publishVersion(run, db, key, { reason: as.reason, mode: 'shell' })
  if (as.state === 'approved') noteAutomaticApproval(run, key)
  const after = as.state === 'held' ? shownHash(settling) : figuresHash(content.figures)
  await noteStanding(settling, standingHash(settling), after)
}

/** What later days are checked against: the candidate where it is good, else what is shown; null where neither is. */
const standingHash = (settling: Settling): string | null =>
  settling.candidate && settling.candidate.state !== 'held' ? settling.candidate.figures_hash : shownHash(settling)

const shownHash = ({ shown }: Settling): string | null => (shown?.state === 'published' ? shown.figures_hash : null)

async function noteStanding(
  { run, db, portfolio, date, news, evidence }: Settling,
  before: string | null,
  after: string | null,
): Promise<void> {
  if (before === after) return
  const sourceFileId = news[0]?.sourceFileId ?? evidence.sourceFileId
  await noteChangedDay(run, db, { portfolioId: portfolio.id, date, sourceFileId })
}

/** Stores the news; returns whether any of it says something new. */
async function keepNews({ run, db, portfolio, date, news, stored }: Settling): Promise<boolean> {
  let changed = false
  for (const item of news) {
    const old = stored.find((other) => isSameKey(other, item))
    if (old?.payload === item.payload) continue
    const key = { portfolioId: portfolio.id, date, kind: item.kind, origin: item.origin }
    if (old) await deleteEvidence(db, key)
    const hash = createHash('sha256').update(item.payload).digest('hex')
    const receivedAt = run.deps.clock.now().toISOString()
    await insertEvidence(db, key, { payload: item.payload, hash, sourceFileId: item.sourceFileId, receivedAt })
    changed = true
  }
  return changed
}

/** Funds that nobody registered get a row without a class, so that R-CHK-8 can name them. */
async function keepFunds({ run, db, evidence }: Settling, { figures }: AssembledDay): Promise<void> {
  const leaves = evidence.valuation?.funds ?? []
  for (const { fundCode } of figures.holdings ?? []) {
    if (run.funds.get(fundCode)?.assetClass) continue
    const name = leaves.find((leaf) => leaf.fundCode === fundCode)?.fundName || fundCode
    await keepFund(run, db, { code: fundCode, name, fileId: evidence.sourceFileId })
  }
}

const LONGEST_FUND_NAME = 200

export async function keepFund(
  run: ImportRun,
  db: Db,
  named: { code: string; name: string; fileId: string | null },
): Promise<void> {
  const fund = { code: named.code, name: [...named.name].slice(0, LONGEST_FUND_NAME).join('') }
  const known = run.funds.get(fund.code)
  const source = changeSource(run, named.fileId)
  if (!known) {
    await insertUnknownFund(db, fund, source)
    run.funds.set(fund.code, { assetClass: null, priceLag: 1, name: fund.name })
  } else if (known.assetClass === null && known.name === fund.code && fund.name !== fund.code) {
    await renameFund(db, fund, source)
    known.name = fund.name
  }
}
