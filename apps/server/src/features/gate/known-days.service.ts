/** An account's days as clients were shown them at an instant (ISO, UTC); whose they are and what became of findings is today's. */
import type { listAccountDays } from '@sma/contract/staff-gate'
import { moneyText } from '@sma/finance/decimal'
import { navText } from '@sma/finance/numbers'
import type { z } from 'zod'
import type { Db } from '../../db/schema'
import { figuresOf, selectHoldingRows } from '../days/day-records.queries'
import { selectKnownFunds, selectKnownPortfolio, selectKnownValuations } from '../days/known-book.queries'
import { selectDayFindings } from '../findings/findings.queries'
import { countOpenFindings } from './account-days.queries'
import { versionsOf, type DayPage } from './day-page.service'
import { fundsBeside } from './funds-beside'
import { selectDayFiles } from './gate.queries'
import { selectViewers } from './preview.queries'
import { previewFinding } from './preview.service'
import { selectShownBy } from './shown-versions.queries'

type DaysReply = z.input<typeof listAccountDays.reply>

interface KnownAccount {
  portfolioId: string
  knownAt: string
}

/** One page of the days that were shown, the newest first. */
export async function knownAccountDays(
  db: Db,
  of: KnownAccount,
  { cursor = '9999-12-31', limit }: { cursor?: string | undefined; limit: number },
): Promise<DaysReply> {
  const portfolio = await selectKnownPortfolio(db, of)
  const shown = (await selectKnownValuations(db, of)).filter(({ date }) => date < cursor).reverse()
  const rows = shown.slice(0, limit)
  const span = { from: rows.at(-1)?.date ?? '', to: rows[0]?.date ?? '' }
  const open = await countOpenFindings(db, of.portfolioId, span)
  return {
    code: portfolio.code,
    name: portfolio.name,
    days: rows.map((row) => ({
      date: row.date,
      version: row.version,
      state: 'published',
      shownVersion: row.version,
      netAssets: moneyText(row.net_assets_e4),
      unitNav: navText(row.unit_nav_e8, portfolio.nav_decimals),
      openFindings: open.get(row.date) ?? 0,
    })),
    next: shown.length > limit ? span.from : null,
  }
}

/** The versions that had been shown by then, the funds of the last one, and what had been found and received; null: nothing shown. */
export async function knownDayPage(db: Db, of: KnownAccount & { date: string }): Promise<DayPage | null> {
  const { portfolioId, date, knownAt } = of
  const rows = await selectShownBy(db, of)
  const last = rows.at(-1)
  if (!last) return null
  const portfolio = await selectKnownPortfolio(db, of)
  const days = (await selectKnownValuations(db, of)).map((row) => row.date)
  const figures = figuresOf(last, await selectHoldingRows(db, portfolioId, last))
  const codes = (figures.holdings ?? []).map(({ fundCode }) => fundCode)
  const names = new Map((await selectKnownFunds(db, codes, knownAt)).map(({ code, name }) => [code, name]))
  const files = await selectDayFiles(db, of)
  const findings = await selectDayFindings(db, of)
  return {
    code: portfolio.code,
    name: portfolio.name,
    date,
    clientIds: (await selectViewers(db, of.knownAt, portfolioId)).get(portfolioId) ?? [],
    previousDate: days.findLast((day) => day < date) ?? null,
    nextDate: days.find((day) => day > date) ?? null,
    versions: versionsOf(rows, portfolio.nav_decimals),
    funds: fundsBeside({ figures, o32: null }, (code) => names.get(code) ?? code),
    files: files.filter(({ receivedAt }) => receivedAt <= knownAt),
    findings: findings.filter(({ first_seen }) => first_seen <= knownAt).map(previewFinding),
    notRun: [],
  }
}
