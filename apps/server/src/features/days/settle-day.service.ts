/** From evidence to a version: assemble, check, compare with what is published, then hold, keep or publish. */
import { createHash } from 'node:crypto'
import { mayPublish } from '@sma/finance/checks/check-day'
import type { Finding } from '@sma/finance/checks/checked-day'
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
  selectVersions,
} from './day-records.queries'
import type { ValuationTable } from './days.table'
import { readEvidence, type DayEvidence, type EvidenceItem } from './evidence'
import { findingsOf, type DayPlace } from './day-findings.service'
import type { ImportRun } from './import-run'
import { publishVersion } from './publish-day.service'

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
  state: 'imported' | 'held' | 'checked' | 'published'
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
  published: ValuationTable | undefined
  candidate: ValuationTable | undefined
}

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
  const stored = await selectEvidence(db, day.portfolio.id, day.date)
  const replaced = stored.filter((old) => !news.some((item) => isSameKey(item, old)))
  const evidence = readEvidence([...replaced, ...news])
  const versions = await selectVersions(db, day.portfolio.id, day.date)
  const published = versions.findLast((version) => version.state === 'published')
  const candidate = versions.findLast((version) => version.state !== 'published')
  const settling: Settling = { run, db, ...day, news, evidence, stored, published, candidate }
  const assembled = assembleDay(day.date, evidence)
  if (!assembled) {
    const changed = await keepNews(settling)
    return { state: 'imported', changed, problems: [] }
  }
  await keepFunds(settling, assembled)
  const findings = await findingsOf(settling, assembled)
  if (!mayPublish(findings)) return hold(settling, assembled, findings)
  return published ? restate(settling, assembled, findings) : release(settling, assembled.figures, findings)
}

const isSameKey = (left: EvidenceItem, right: EvidenceItem): boolean =>
  left.kind === right.kind && left.origin === right.origin

function asProblems({ news, evidence }: Settling, findings: Finding[]): DayProblem[] {
  const valuation = news.some(isValuation) ? evidence.valuation : null
  const source = valuation && { ...valuation.source, isNeutral: valuation.origin === 'neutral' }
  return findings.map((finding) => ({ kind: 'finding', finding, source }))
}

const isValuation = (item: EvidenceItem): boolean => item.kind === 'valuation'

/** A blocked day keeps its news while it is unpublished; what is published, or good and waiting, stays as it is. */
async function hold(settling: Settling, assembled: AssembledDay, findings: Finding[]): Promise<SettledDay> {
  const problems = asProblems(settling, findings)
  const replacesGoodDay = settling.candidate?.state === 'checked' && settling.news.some(isValuation)
  if (settling.published || replacesGoodDay) return { state: 'held', changed: false, problems }
  await keepNews(settling)
  await replaceCandidate(settling, assembled.figures, { state: 'held', reason: null })
  return { state: 'held', changed: true, problems }
}

/** A first version: published at once where that is asked for, else it waits. */
async function release(settling: Settling, figures: DayFigures, findings: Finding[]): Promise<SettledDay> {
  const { run, candidate } = settling
  const keeps = await keepNews(settling)
  const isKnown = candidate?.state === 'checked' && candidate.figures_hash === figuresHash(figures)
  if (!run.options.publish && isKnown && !keeps) {
    return { state: 'checked', changed: false, problems: asProblems(settling, findings) }
  }
  await replaceCandidate(settling, figures, { state: run.options.publish ? 'published' : 'checked', reason: null })
  return {
    state: run.options.publish ? 'published' : 'checked',
    changed: true,
    problems: asProblems(settling, findings),
  }
}

/** Other figures for a published day: nothing, a completion, or a restatement that needs a reason. */
async function restate(settling: Settling, assembled: AssembledDay, findings: Finding[]): Promise<SettledDay> {
  const { run, published, db, portfolio, date } = settling
  if (!published) return release(settling, assembled.figures, findings)
  const rows = await selectHoldingRows(db, portfolio.id, published)
  const shown = figuresOf(published, rows)
  const comparison = await compareWithShown(settling, shown, assembled.figures)
  const { reason, publish } = run.options
  if (comparison === 'same') {
    const changed = await keepNews(settling)
    if (settling.candidate)
      await deleteCandidate(db, { portfolioId: portfolio.id, date, version: settling.candidate.version })
    return {
      state: 'published',
      changed: changed && settling.news.some((item) => item.kind === 'o32-holdings'),
      problems: asProblems(settling, findings),
    }
  }
  if (comparison === 'differs' && reason === null) {
    const problem: DayProblem = { kind: 'restatement-reason-missing', ...difference(shown, assembled.figures) }
    return { state: 'held', changed: false, problems: [...asProblems(settling, findings), problem] }
  }
  await keepNews(settling)
  const figures = comparison === 'completes' ? completedBy(shown, assembled.figures) : assembled.figures
  const state = publish ? 'published' : 'checked'
  await replaceCandidate(settling, figures, { state, reason: comparison === 'differs' ? reason : null })
  return { state, changed: true, problems: asProblems(settling, findings) }
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

async function replaceCandidate(
  settling: Settling,
  figures: DayFigures,
  as: { state: 'held' | 'checked' | 'published'; reason: string | null },
): Promise<void> {
  const { run, db, portfolio, date, published, candidate, evidence } = settling
  if (candidate) await deleteCandidate(db, { portfolioId: portfolio.id, date, version: candidate.version })
  const key = { portfolioId: portfolio.id, date, version: (published?.version ?? 0) + 1 }
  const now = run.deps.clock.now().toISOString()
  const isPublished = as.state === 'published'
  await insertVersion(db, key, figures, {
    ...as,
    figures_hash: figuresHash(figures),
    source_file_id: evidence.sourceFileId ?? settling.news[0]?.sourceFileId ?? '',
    created_at: now,
    published_at: isPublished ? now : null,
    published_by: isPublished ? run.options.by : null,
  })
  if (isPublished) await publishVersion(run, db, key)
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
    await keepFund(run, db, { code: fundCode, name })
  }
}

const LONGEST_FUND_NAME = 200

export async function keepFund(run: ImportRun, db: Db, named: { code: string; name: string }): Promise<void> {
  const fund = { code: named.code, name: [...named.name].slice(0, LONGEST_FUND_NAME).join('') }
  const known = run.funds.get(fund.code)
  if (!known) {
    await insertUnknownFund(db, fund)
    run.funds.set(fund.code, { assetClass: null, priceLag: 1, name: fund.name })
  } else if (known.assetClass === null && known.name === fund.code && fund.name !== fund.code) {
    await renameFund(db, fund)
    known.name = fund.name
  }
}
