/** What a trail is made of before its files are looked up. */
import type { readTrail } from '@sma/contract/staff-trail'
import { moneyText } from '@sma/finance/decimal'
import { navText, priceText, rateText, sharesText } from '@sma/finance/numbers'
import type { z } from 'zod'
import type { FigurePlace } from '../days/day-sources'

export type TrailReply = z.input<typeof readTrail.reply>
type ReplyPart = TrailReply['parts'][number]
export type Kind = TrailReply['kind']

/** Where something stands, or why that is not known; both null for what is computed. */
export interface Placed {
  place: FigurePlace | null
  sourceReason: TrailReply['sourceReason']
}

export type TrailPart = Omit<ReplyPart, 'source' | 'sourceReason' | 'fundName'> & Placed

/** One figure of one version, opened: its value, where it stands, and what it is made of. */
export interface OpenedFigure extends Placed {
  kind: Kind
  value: string | null
  reason: string | null
  rule: string | null
  parts: TrailPart[]
}

export const COMPUTED: Placed = { place: null, sourceReason: null }

export const placed = (place: FigurePlace | null): Placed => ({ place, sourceReason: place ? null : 'not-kept' })

/** A figure as it is shown. */
export function shownText(kind: Kind, value: bigint, navDecimals?: number): string {
  if (kind === 'money') return moneyText(value)
  if (kind === 'nav' && navDecimals !== undefined) return navText(value, navDecimals)
  return exactText(kind, value)
}

/** An operand with all its decimals: parts add up as they are printed. */
export function exactText(kind: Kind, value: bigint): string {
  if (kind === 'nav') return priceText(value)
  return kind === 'rate' ? rateText(value) : sharesText(value)
}

/** A figure without value. */
export const unknownFigure = (kind: Kind, rule: string | null, reason: string): OpenedFigure => ({
  kind,
  rule,
  value: null,
  reason,
  ...COMPUTED,
  parts: [],
})
