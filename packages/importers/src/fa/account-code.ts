import { cellText, normalLabel } from '../bytes/cells'
import type { Cell } from '../bytes/grid'

/** An FA account code (科目代码) in any of the writings that custodians use. */
export interface AccountCode {
  /** Groups joined, without dots, blanks or market: "1105.02.01.000628 OTC" → "11050201000628". */
  code: string
  /** What stands last: the security of a leaf. */
  lastGroup: string
  market: string | null
  /** 1 for four digits, counted from the groups. */
  level: number
  /** Codes that may be its parent, nearest first. */
  parents: string[]
}

const ACCOUNT = /^[1-9]\d{3}(?:$|[0-9A-Za-z. _-])/
const MARKET = /^[A-Z]{2,4}$/
/** Where codes without dots divide: 4, 6, 8, then the security. */
const COMPACT_LEVELS = [4, 6, 8]

/** Reads an account code from a text or number cell; null where the cell is a label, a date or empty. */
export function accountCode(cell: Cell): AccountCode | null {
  const text = cellText(cell)
    .replace(/^(\d{4,})\.0+$/, '$1')
    .replace(/^(\d{4})\.(\d)$/, '$1.$20')
  if (!ACCOUNT.test(text) || /^\d{4}([-/])\d{1,2}\1\d{1,2}/.test(text)) return null
  const words = text.split(/\s+/)
  const market = words.length > 1 && MARKET.test(words.at(-1) ?? '') ? (words.pop() ?? null) : null
  const groups = words.join('.').split('.').filter(Boolean)
  return groups.length > 1 ? groupedCode(groups, market) : compactCode(groups[0] ?? '', market)
}

function groupedCode(groups: string[], market: string | null): AccountCode {
  const lengths = groups.map((_, index) => groups.length - 1 - index).filter((count) => count > 0)
  return {
    code: groups.join(''),
    lastGroup: groups.at(-1) ?? '',
    market,
    level: groups.length,
    parents: lengths.map((count) => groups.slice(0, count).join('')),
  }
}

function compactCode(code: string, market: string | null): AccountCode {
  const bounds = COMPACT_LEVELS.filter((length) => length < code.length)
  return {
    code,
    lastGroup: code.length < 10 ? '' : code.slice(code.length >= 14 ? 8 : -6),
    market,
    level: bounds.length + 1,
    parents: bounds.map((length) => code.slice(0, length)).reverse(),
  }
}

/** The fund of a leaf under 1105/1109: six digits, or the letters and digits of a private fund; null for a mere group. */
export function leafFundCode(account: AccountCode): string | null {
  const text = normalLabel(account.lastGroup).toUpperCase()
  if (text.length < 3 || !/^[0-9A-Z]+$/.test(text)) return null
  if (/^\d{1,6}$/.test(text)) return text.padStart(6, '0')
  return /\d{6}$/.test(text) && text.length > 6 ? text.slice(-6) : text
}
