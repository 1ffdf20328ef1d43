import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type Column, NEUTRAL_COLUMNS, NEUTRAL_KINDS } from './columns'

const DOCS = new URL('../../../../docs/files.md', import.meta.url)

/** `| column | Chinese |` of one kind's table in docs/files.md. */
function documented(kind: string): string[] {
  const section = readFileSync(DOCS, 'utf8').split(`### ${kind}\n`)[1]?.split(/\n##/)[0] ?? ''
  return [...section.matchAll(/^\| `(\w+)`(\\\*)? +\| ([^|]+?) +\|/gm)].map(
    ([, field, star, chinese]) => `${field}${star === undefined ? '' : '*'}: ${chinese}`,
  )
}

it.each(NEUTRAL_KINDS)('docs/files.md lists the columns of %s', (kind) => {
  const columns: Record<string, Column> = NEUTRAL_COLUMNS[kind]
  const expected = Object.entries(columns).map(
    ([field, { required, chinese }]) => `${field}${required ? '*' : ''}: ${chinese.join(', ')}`,
  )
  expect(documented(kind)).toEqual(expected)
})
