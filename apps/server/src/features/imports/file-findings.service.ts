/**
 * What a file's reader holds back of a portfolio's day, among the findings: it stands there until a file of the kind gets
 * through, and only where the day has no good figures yet (docs/decisions/0004).
 */
import type { Problem } from '@sma/importers/records'
import type { Db } from '../../db/schema'
import { lockPortfolio, selectStandingDays } from '../days/day-records.queries'
import { inTransaction, type ImportRun } from '../days/import-run'
import { selectFindingsOf } from '../findings/findings.queries'
import { keepFindings, resolveFindings, type AnyFinding } from '../findings/findings.service'
import type { FindingOrigin } from '../findings/findings.table'
import type { FileDay } from './file-days'
import type { DayOutcome, FileOutcome } from './report'

/** Any of these brings the day's figures, so that what one of them lacked is settled by another. */
const VALUATIONS: readonly FindingOrigin[] = ['fa-valuation-sheet', 'fa-dump', 'valuations']

const originsOf = (kind: FindingOrigin): readonly FindingOrigin[] => (VALUATIONS.includes(kind) ? VALUATIONS : [kind])

interface HeldDay {
  portfolioId: string
  date: string
  problems: Problem[]
}

/** Keeps what the reader said of days that it held back, one transaction a portfolio. */
export async function keepFileFindings(run: ImportRun, file: FileOutcome): Promise<void> {
  const { kind } = file
  if (kind === null) return
  const held = heldDays(file)
  for (const portfolioId of new Set(held.map((day) => day.portfolioId)))
    await inTransaction(run, async (db) => {
      await lockPortfolio(db, portfolioId)
      const days = held.filter((day) => day.portfolioId === portfolioId)
      const dates = days.map(({ date }) => date)
      const good = new Set(await selectStandingDays(db, portfolioId, dates))
      for (const { date, problems } of days) {
        if (good.has(date)) continue
        const day = { portfolioId, date, origin: kind, sourceFileId: file.id }
        await keepFindings(db, run.deps, day, problems.map(asFinding))
        run.fileFindings.add(placeText(portfolioId, date, kind))
      }
    })
}

/** A file of the kind got through for the day: what readers held against it before is settled. */
export async function closeFileFindings(
  run: ImportRun,
  db: Db,
  { portfolio: { id: portfolioId }, date }: Pick<FileDay, 'portfolio' | 'date'>,
  kind: FindingOrigin,
): Promise<void> {
  for (const origin of originsOf(kind)) {
    if (!run.fileFindings.delete(placeText(portfolioId, date, origin))) continue
    await resolveFindings(db, run.deps, await selectFindingsOf(db, { portfolioId, date, origin }))
  }
}

const placeText = (portfolioId: string, date: string, origin: FindingOrigin): string =>
  `${portfolioId} ${date} ${origin}`

/** Days of known portfolios that the reader's problems hold back. */
function heldDays(file: FileOutcome): HeldDay[] {
  const blocking = file.problems.filter(({ severity, code }) => severity !== 'warning' && code !== 'portfolio-unknown')
  return [...file.days.values()].flatMap((day) => {
    const { portfolioId, date, state } = day
    if (portfolioId === null || (state !== 'held' && state !== 'rejected')) return []
    const problems = blocking.filter((item) => concerns(item, day))
    return problems.length > 0 ? [{ portfolioId, date, problems }] : []
  })
}

const concerns = (item: Problem, day: DayOutcome): boolean =>
  (item.portfolio === null || item.portfolio.value === day.portfolio) && (item.date === null || item.date === day.date)

const LONGEST_SUBJECT = 64

/** Rows and columns tell the problems of one kind apart. */
const asFinding = ({ code, row, column, found, expected }: Problem): AnyFinding => ({
  check: code,
  severity: 'review',
  subject: [...[row ?? '', column ?? ''].join(' ').trim()].slice(0, LONGEST_SUBJECT).join(''),
  row,
  found: found ?? '',
  expected: expected ?? '',
})
