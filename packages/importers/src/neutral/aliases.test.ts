import { describe, expect, it } from 'vitest'
import { readFile } from '../registry'
import { type Column, NEUTRAL_COLUMNS, NEUTRAL_KINDS } from './columns'

/** Kind and complaints of a table that has this header and no rows. */
function readHeader(headings: string[]): [string | null, string[]] {
  const bytes = new TextEncoder().encode(headings.join(','))
  const { kind, problems } = readFile(bytes, { fileName: 'any.csv' })
  return [kind, problems.map(({ code }) => code).filter((code) => code !== 'no-rows')]
}

describe.each(NEUTRAL_KINDS)('%s', (kind) => {
  const columns = Object.entries<Column>(NEUTRAL_COLUMNS[kind])
  const english = ([field]: [string, Column]): string => field
  const chinese = ([field, column]: [string, Column]): string => column.chinese[0] ?? field
  // fees need one column beside portfolio and day
  const needed = columns.filter(([field, { required }]) => required || (kind === 'fees' && field === 'management'))

  it.each([
    ['English', english],
    ['Chinese', chinese],
  ])('is told by its required columns and by all of them, in %s', (_, heading) => {
    expect(readHeader(needed.map(heading))).toEqual([kind, []])
    expect(readHeader(columns.map(heading))).toEqual([kind, []])
    expect(readHeader(columns.map(heading).reverse())).toEqual([kind, []])
  })

  it.each(columns.flatMap(([field, { chinese: all }]) => [field, ...all].map((alias) => [alias, field])))(
    'reads %s as %s, beside English or Chinese headings',
    (alias, field) => {
      const others = needed.filter(([name]) => name !== field)
      for (const heading of [english, chinese]) expect(readHeader([...others.map(heading), alias])).toEqual([kind, []])
      expect(readHeader([...others.map(english), `${alias.toUpperCase().replaceAll('_', ' ')}*`])).toEqual([kind, []])
    },
  )
})
