import { expect, it } from 'vitest'
import { paths, safeNext } from './paths'

it('escapes the code of a portfolio', () => {
  expect(paths.account('SA5001')).toBe('/portfolios/SA5001/account')
  expect(paths.home('A/1 号')).toBe('/portfolios/A%2F1%20%E5%8F%B7')
})

it('goes on only to paths of this site', () => {
  expect(safeNext('/portfolios/SA5001?date=2021-11-23')).toBe('/portfolios/SA5001?date=2021-11-23')
  expect(safeNext('//evil.example')).toBe('/')
  expect(safeNext('/\\evil.example')).toBe('/')
  expect(safeNext('https://evil.example')).toBe('/')
  expect(safeNext('/login?next=/x')).toBe('/')
  expect(safeNext(['/a'])).toBe('/')
  expect(safeNext(undefined)).toBe('/')
})
