import { cellText } from '../bytes/cells'
import type { Cell } from '../bytes/grid'

/** An FA account code (科目代码) in any of the writings that custodians use. */
export interface AccountCode {
  /** Groups joined, without dots, blanks or market: "1105.02.01.000628 OTC" → "11050201000628". */
  code: string
  market: string | null
  /** 1 for four digits, counted from the groups. */
  level: number
  /** What stands after the last dot or blank: the security of a leaf. Null where the code is written in one. */
  lastGroup: string | null
  /** Codes of the groups above it, nearest first; codes written in one divide at 4, 6 and 8. */
  groups: string[]
}

const ACCOUNT = /^[1-9]\d{3}(?:$|[0-9A-Za-z. _-])/
const MARKET = /^[A-Z]{2,4}$/
/** Markets that may also follow a dot, where letters alone would be a group. */
const DOTTED_MARKET = /^(?:SH|SZ|BJ|HK|OF|OTC|IB|CFX|CZC|ZC|DCE|SHF|INE|GFE)$/
/** A spreadsheet's ways of forcing text: '1002, ="1002". */
const FORCED_TEXT = /^[='"]+|["']+$/g
const COMPACT_LEVELS = [4, 6, 8]
const SHORTEST_GROUP = 4
/** Six digits of a public fund, or a letter and five more of a private one. */
export const FUND_CODE_LENGTH = 6
const SHORTEST_SECURITY = 3
/** A private fund's six letters and digits, and the letter of its share class behind them. */
const SHARE_CLASS = /[A-Z][0-9A-Z]{5}[A-Z]$/

/** Reads an account code from a text or number cell; null where the cell is a label, a date or empty. */
export function accountCode(cell: Cell): AccountCode | null {
  const text = cellText(cell)
    .replace(FORCED_TEXT, '')
    .replace(/^(\d{4,})\.0+$/, '$1')
    .replace(/^(\d{4})\.(\d)$/, '$1.$20')
  if (!ACCOUNT.test(text) || /^(?:19|20)\d{2}([-/])\d{1,2}\1\d{1,2}/.test(text)) return null
  const { body, market } = withoutMarket(text)
  const written = body.split(/[.\s_-]+/).filter(Boolean)
  const [first = '', ...rest] = written
  const groups = COMPACT_LEVELS.filter((length) => length < first.length).map((length) => first.slice(0, length))
  let code = first
  for (const group of rest) {
    groups.push(code)
    code += group
  }
  return { code, market, level: groups.length + 1, lastGroup: rest.at(-1) ?? null, groups: groups.reverse() }
}

/** A market that follows the six digits of a security without a blank: "000216OTC". */
const GLUED_MARKET = /^(.+[.\s_-]\d{6}|\d{14,})(SH|SZ|BJ|HK|OF|OTC)$/i

/** "605376 SH" and "605376.SH" name their market last. */
function withoutMarket(text: string): { body: string; market: string | null } {
  const [, security, glued] = GLUED_MARKET.exec(text) ?? []
  if (security !== undefined && glued !== undefined) return { body: security, market: glued.toUpperCase() }
  const match = /^(.+?)([.\s_]+)([A-Za-z]{2,4})$/.exec(text)
  const [, body = '', mark = '', word = ''] = match ?? []
  const market = word.toUpperCase()
  const isMarket = /\s/.test(mark) ? MARKET.test(market) : DOTTED_MARKET.test(market)
  return match !== null && isMarket ? { body, market } : { body: text, market: null }
}

/**
 * The fund of a leaf under 1105/1109: six digits, or the letters and digits of a private fund; null for a mere group.
 * A number of its own group longer than six digits is a house's own. `parent` is the code of the row above it, which tells where a code written in one ends.
 */
export function leafFundCode({ code, lastGroup }: AccountCode, parent: string | null): string | null {
  const text = (lastGroup ?? code.slice(parent?.length ?? SHORTEST_GROUP)).toUpperCase()
  const shortest = lastGroup === null ? FUND_CODE_LENGTH : SHORTEST_SECURITY
  if (text.length < shortest || !/^[0-9A-Z]+$/.test(text)) return null
  if (/^\d{1,6}$/.test(text)) return text.padStart(FUND_CODE_LENGTH, '0')
  if (lastGroup !== null && /^[1-9]\d{6,}$/.test(text)) return text
  const ofClass = SHARE_CLASS.exec(text)
  if (ofClass !== null) return ofClass[0]
  const last = text.slice(-FUND_CODE_LENGTH)
  return /^(?:\d{6}|[A-Z][0-9A-Z]{5})$/.test(last) ? last : text
}
