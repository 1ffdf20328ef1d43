/** Readings that several neutral kinds share. */
import { isPortfolioCode } from '@sma/contract/portfolio-code'
import { cellText, dateOf } from '../bytes/cells'
import type { PortfolioKey } from '../records'
import type { Row } from '../row'
import { type Words, codeOf } from './words'

/** The row's portfolio code; refuses a blank or unfit one. */
export function needPortfolioCode(row: Row<'portfolio_code'>): string {
  const code = row.needText('portfolio_code')
  if (!row.refused && !isPortfolioCode(code)) row.refuse('value-invalid', 'portfolio_code', { expected: 'SMA001' })
  return code
}

/** Portfolio, day and place of a row that belongs to one portfolio's day. */
export function needPortfolioDay(row: Row<'portfolio_code' | 'date'>) {
  const portfolio: PortfolioKey = { by: 'code', value: needPortfolioCode(row) }
  return { portfolio, date: row.needDay('date'), source: row.source }
}

/** An identifier of another system: leading zeros stay, a spreadsheet's ".0" goes. */
export const identifierText = (text: string): string => text.replace(/^(\d+)\.0+$/, '$1')

/** A word out of a closed list, null where the cell is empty. */
export function choice<Field extends string, Code extends string | boolean>(
  row: Row<Field>,
  field: Field,
  words: Words<Code>,
): Code | null {
  const label = row.label(field)
  if (label === '') return null
  const code = codeOf(words, label)
  if (code === null) row.refuse('value-invalid', field, { expected: words.expected })
  return code
}

/** As `choice`, with a placeholder for a cell that is empty or none of the words: the row is refused then. */
export function needChoice<Field extends string, Code extends string | boolean>(
  row: Row<Field>,
  field: Field,
  of: { words: Words<Code>; placeholder: Code },
): Code {
  const code = choice(row, field, of.words)
  if (code !== null) return code
  if (row.label(field) === '') row.refuse('value-missing', field, { found: '', expected: of.words.expected })
  return of.placeholder
}

const TIME = /^(.+?)[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/

/** A moment as an ISO instant in UTC: a day, or a day and a time; Shanghai's unless the cell says another offset. */
export function needInstant<Field extends string>(row: Row<Field>, field: Field): string {
  const text = cellText(row.cell(field))
  const [, day, hour, minute, second = '0', offset = '+08:00'] = TIME.exec(text) ?? []
  if (day === undefined || hour === undefined || minute === undefined) return atOffset(row.needDay(field), '00:00:00')
  const date = dateOf(day)
  const time = [hour, minute, second].map((part) => part.padStart(2, '0')).join(':')
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
  if (date !== null && isTime) return atOffset(date, time, offset)
  row.refuse('date-invalid', field, { expected: 'YYYY-MM-DD HH:MM' })
  return atOffset('1990-01-01', '00:00:00')
}

const atOffset = (date: string, time: string, offset = '+08:00'): string =>
  new Date(`${date}T${time}${offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`).toISOString()
