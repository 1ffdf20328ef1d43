import { expect, it } from 'vitest'
import { paths, safeNext } from './paths'

it('goes on only to pages of the console', () => {
  expect(safeNext('/files?status=held')).toBe('/files?status=held')
  for (const next of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/sign-in?next=/x',
    ['/a'],
    undefined,
  ])
    expect(safeNext(next)).toBe('/')
})

it('escapes ids', () => {
  expect(paths.file('a/b')).toBe('/files/a%2Fb')
  expect(paths.day('A/1', '2026-01-05')).toBe('/portfolios/A%2F1/days/2026-01-05')
})
