/** What the name of a report tells: `SA5001_2026年10月报.pdf` is the report of October 2026 for SA5001. */
import { cutText } from '../../cut-text'

/** What a longer code would have before or behind it: `SA5001-B` is not SA5001, also where nobody knows it. */
const GOES_ON_BEFORE = /[0-9A-Za-z]-?$/
const GOES_ON_BEHIND = /^-?[0-9A-Za-z]/

/** The accounts whose codes stand in a file's name, as whole words; of codes inside one another the longest. */
export function accountsInName(fileName: string, codes: readonly string[]): string[] {
  const found: { code: string; from: number; to: number }[] = []
  for (const code of [...codes].sort((a, b) => b.length - a.length)) {
    for (let at = fileName.indexOf(code); at >= 0; at = fileName.indexOf(code, at + 1)) {
      const [from, to] = [at, at + code.length]
      const stands = !GOES_ON_BEFORE.test(fileName.slice(0, from)) && !GOES_ON_BEHIND.test(fileName.slice(to))
      const isInside = found.some((other) => from < other.to && to > other.from)
      if (stands && !isInside) found.push({ code, from, to })
    }
  }
  return [...new Set(found.map(({ code }) => code))]
}

const CATEGORIES: [RegExp, string][] = [
  [/月报|月度.*报告/, '月报'],
  [/季报|季度.*报告/, '季报'],
  [/年报|年度.*报告/, '年报'],
]
/** The report that a title names: its kind, and the period that it is of. */
export interface NamedReport {
  kind: 'monthly' | 'quarterly' | 'annual'
  period: string
}

const QUARTER_WORDS = '一二三四'
const MONTH = /(20\d\d)\s*[年.-]?\s*(0?[1-9]|1[0-2])\s*月/
const QUARTER = /(20\d\d)\s*年?\s*(?:第?\s*([1-4一二三四])\s*季|Q([1-4]))/i
const YEAR = /(20\d\d)\s*年?\s*(?:年报|年度|报)/

/** Told from the title alone; null where it names no period, as half a year's report does (R-DSC-2). */
export function reportNamed(title: string): NamedReport | null {
  if (title.includes('半年')) return null
  switch (categoryOf(title)) {
    case '月报': {
      const [, year, month] = MONTH.exec(title) ?? []
      return year && month ? { kind: 'monthly', period: `${year}-${month.padStart(2, '0')}` } : null
    }
    case '季报': {
      const [, year, word, digit] = QUARTER.exec(title) ?? []
      const quarter = digit ?? (word && quarterOf(word))
      return year && quarter ? { kind: 'quarterly', period: `${year}-Q${quarter}` } : null
    }
    case '年报': {
      const year = YEAR.exec(title)?.[1]
      return year ? { kind: 'annual', period: year } : null
    }
    default:
      return null
  }
}

const quarterOf = (word: string): string => {
  const at = QUARTER_WORDS.indexOf(word)
  return at < 0 ? word : String(at + 1)
}

const categoryOf = (title: string): string | null => CATEGORIES.find(([words]) => words.test(title))?.[1] ?? null

const MAX_TITLE = 200

/** The title that clients read: the name without the code and the ending. */
export function reportTitle(fileName: string, code: string): { title: string; category: string | null } {
  const bare = fileName.replace(/\.[^.]*$/, '')
  const rest = bare
    .replace(code, '')
    // the brackets that the code stood in
    .replace(/[（(【[]\s*[)）\]】]/, '')
    .replaceAll(/[_\s]+/g, ' ')
    .replaceAll(/^[\s_-]+|[\s_-]+$/g, '')
  const title = cutText(rest === '' ? bare : rest, MAX_TITLE)
  return { title, category: categoryOf(title) }
}
