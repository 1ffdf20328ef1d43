/** The version that a settled day offers: its figures with their sources, in place of the one that waited. */
import type { AssembledDay } from './assemble-day'
import { figuresHash, type DayFigures } from './day-figures'
import {
  deleteCandidate,
  figuresOf,
  insertVersion,
  selectHoldingRows,
  selectSources,
  type VersionContent,
} from './day-records.queries'
import { completedSources, filledFigures, sourcesOf } from './day-sources'
import { noteChangedDay } from './note-change'
import { madeBy, noteAutomaticApproval, publishVersion } from './publish-day.service'
import type { Settling } from './settling'

/** Figures with where they came from: what the day's evidence leaves open came with the version that was shown. */
export async function contentOf(
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

export async function replaceCandidate(
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
export const standingHash = (settling: Settling): string | null =>
  settling.candidate && settling.candidate.state !== 'held' ? settling.candidate.figures_hash : shownHash(settling)

const shownHash = ({ shown }: Settling): string | null => (shown?.state === 'published' ? shown.figures_hash : null)

export async function noteStanding(
  { run, db, portfolio, date, news, evidence }: Settling,
  before: string | null,
  after: string | null,
): Promise<void> {
  if (before === after) return
  const sourceFileId = news[0]?.sourceFileId ?? evidence.sourceFileId
  await noteChangedDay(run, db, { portfolioId: portfolio.id, date, sourceFileId })
}
