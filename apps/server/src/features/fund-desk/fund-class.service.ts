/** A fund's class from a day on (R-CLS-3): what it would group anew, and the act itself. */
import type { previewFundClass, setFundClass } from '@sma/contract/staff-funds'
import { changedSpan, classOn, withClass } from '@sma/finance/holdings/class-periods'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import type { Actor, AuditEvent } from '../audit/audit.service'
import { selectPortfoliosWithFunds, selectShownSince } from '../funds/fund-records.queries'
import { selectViewers } from '../gate/preview.queries'
import { selectDaysWithFund } from './fund-desk.queries'
import { BY_HAND, readItem, sayOfFunds, type FundItem } from './fund-desk.service'

type Preview = z.input<typeof previewFundClass.reply>
type ClassChange = Pick<z.output<typeof setFundClass.body>, 'assetClass' | 'from'>

const MOST_ACCOUNTS = 20

/** The accounts and published days that a change would group anew. */
export async function classPreview(deps: Deps, code: string, change: ClassChange): Promise<Preview> {
  const { db } = deps
  const fund = await readItem(deps, code)
  const span = changedSpan(fund, withClass(fund, change))
  const was = classOn(fund, change.from ?? '')
  if (!span) return { from: change.from, until: null, was, changes: false, ...NOTHING }
  const held = await selectDaysWithFund(db, code, span)
  const shown = await selectShownSince(db, await selectPortfoliosWithFunds(db, [code]), span.from)
  const viewers = await selectViewers(db, deps.clock.now().toISOString())
  const largest = held.map(({ code: account, name, days, first, last }) => ({
    code: account,
    name,
    days: Number(days),
    from: first,
    to: last,
  }))
  return {
    from: span.from || null,
    until: span.until,
    was,
    changes: true,
    accounts: shown.length,
    clients: new Set(shown.flatMap((id) => viewers.get(id) ?? [])).size,
    days: largest.reduce((sum, { days }) => sum + days, 0),
    largest: largest.slice(0, MOST_ACCOUNTS),
  }
}

const NOTHING = { accounts: 0, clients: 0, days: 0, largest: [] }

export async function setClassBy(
  deps: Deps,
  actor: Actor,
  { code, reason, ...change }: { code: string } & z.output<typeof setFundClass.body>,
): Promise<FundItem> {
  const { name, kind, priceLag } = await readItem(deps, code)
  const { was, accounts, days } = await classPreview(deps, code, change)
  const { assetClass, from: classFrom } = change
  const event: AuditEvent = {
    actor,
    action: 'change-fund-class',
    object: { kind: 'fund', id: code },
    detail: { class: assetClass, from: classFrom, was, accounts, days, reason },
  }
  const record = { ...BY_HAND, code, name, fundKind: kind, priceLag, assetClass, classFrom }
  await sayOfFunds(deps, [{ record, event, reason }])
  return readItem(deps, code)
}
