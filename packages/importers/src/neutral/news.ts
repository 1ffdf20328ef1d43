/** Market news, by whoever supplies it as a file. */
import type { NewsCategory } from '@sma/contract/news-categories'
import { cellText, dateOf } from '../bytes/cells'
import type { Cell } from '../bytes/grid'
import type { Row } from '../row'
import type { FieldOf } from './columns'
import { type Builder, neutralReader } from './read'
import { needChoice } from './values'
import { NEWS_WORDS } from './words'

const LONGEST_URL = 1000
const LONGEST_BODY = 100_000
const NEVER = '1990-01-01T00:00:00.000Z'

const news: Builder<'news'> = {
  kind: 'news',
  column: 'title',
  key: (record) => (record.kind === 'news' ? (record.url ?? `${record.title}\n${record.publishedAt}`) : null),
  build: (row) => ({
    kind: 'news',
    source: row.source,
    category: needChoice<FieldOf<'news'>, NewsCategory>(row, 'category', { words: NEWS_WORDS, placeholder: 'macro' }),
    title: row.needText('title'),
    publisher: row.needText('source', 60),
    publishedAt: needInstant(row),
    url: webAddress(row),
    body: row.text('body', LONGEST_BODY) ?? '',
  }),
}

const MOMENT = /^(.+?)(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)$/i

/** An instant; one without an offset is Shanghai's, a date alone its first moment there. Null where it is none. */
function instantOf(cell: Cell): string | null {
  if (typeof cell === 'number') return serialInstant(cell)
  const [, day, hour = '', minute = '00', second = '00', offset = '+08:00'] = MOMENT.exec(cellText(cell).trim()) ?? []
  const date = dateOf(day ?? cell)
  if (date === null) return null
  const zone = offset.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
  const at = Date.parse(`${date}T${(hour || '00').padStart(2, '0')}:${minute}:${second}${zone}`)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

/** A spreadsheet's day with its fraction. */
function serialInstant(cell: number): string | null {
  const date = dateOf(Math.floor(cell))
  if (date === null) return null
  return new Date(Date.parse(`${date}T00:00:00+08:00`) + Math.round((cell % 1) * 86_400) * 1000).toISOString()
}

function needInstant(row: Row<FieldOf<'news'>>): string {
  const at = instantOf(row.cell('published_at'))
  if (at !== null) return at
  if (row.label('published_at') === '') row.refuse('value-missing', 'published_at', { found: '' })
  else row.refuse('value-invalid', 'published_at', { expected: '2024-01-02 09:30' })
  return NEVER
}

/** Only what a browser opens as a page. */
function webAddress(row: Row<FieldOf<'news'>>): string | null {
  const text = row.text('url', LONGEST_URL)
  if (text === null || /^https?:\/\/[^\s/]+/i.test(text)) return text
  row.refuse('value-invalid', 'url', { expected: 'https://…' })
  return null
}

export const newsReaders = [neutralReader(news)]
