import type { Reply } from '@sma/contract/api'

export type Trail = Reply<'readTrail'>
export type TrailPart = Trail['parts'][number]
type Source = NonNullable<Trail['source']>

/** A figure of one version of a day, as the trail is asked for it. */
export interface FigureRef {
  figure: string
  date: string
  version: number
}

/** What a figure's name is made of: `class:equity`, `fund:000216:cost`. */
export function figureName(figure: string): { key: string; subject: string | null; assetClass: string | null } {
  const [what = '', subject = '', ofFund] = figure.split(':')
  if (what === 'class') return { key: 'class', subject: null, assetClass: subject }
  return ofFund === undefined
    ? { key: what, subject: null, assetClass: null }
    : { key: ofFund, subject, assetClass: null }
}

/** "H34" as a spreadsheet names a cell; null where only the row is known. */
export const cellName = ({ column, row }: Source): string | null => (column === null ? null : `${column}${row}`)

const SIGNS: Record<TrailPart['role'], string> = {
  plus: '+',
  minus: '−',
  times: '×',
  'divided-by': '÷',
  operand: '·',
}

export const signOfRole = (role: TrailPart['role']): string => SIGNS[role]

/** Where a part opens to; null where it goes no further. */
export const refOf = ({ figure, date, version }: TrailPart): FigureRef | null =>
  figure === null || version === null ? null : { figure, date, version }
