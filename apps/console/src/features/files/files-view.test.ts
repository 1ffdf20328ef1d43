import { expect, it } from 'vitest'
import { instantText, ledgerQuery, orderedFiles, orderedProblems, sizeText, statusCounts } from './files-view'

it('asks for what the URL names and makes sense', () => {
  expect(ledgerQuery({ status: 'held', kind: 'fees', text: '估值', from: '2026-01-05', to: '2026-02-31' })).toEqual({
    status: 'held',
    kind: 'fees',
    text: '估值',
    from: '2026-01-05',
    to: undefined,
    cursor: undefined,
  })
  expect(ledgerQuery({ status: 'lost', kind: ['a'] })).toMatchObject({ status: undefined, kind: undefined })
})

it('puts first what asks for someone', () => {
  const files = ['applied', 'held', null, 'rejected', 'held'].map((status, at) => ({ status, at }))
  expect(orderedFiles(files).map(({ at }) => at)).toEqual([3, 1, 4, 0, 2])
  expect(statusCounts(files)).toEqual([
    { status: 'rejected', count: 1 },
    { status: 'held', count: 2 },
    { status: 'applied', count: 1 },
  ])
  const problems = (['warning', 'review', 'error'] as const).map((severity) => ({ severity }))
  expect(orderedProblems(problems).map(({ severity }) => severity)).toEqual(['error', 'review', 'warning'])
})

it('writes sizes and instants shortly', () => {
  expect([1023, 1024, 1024 * 1024 - 1, 1.5 * 1024 * 1024].map(sizeText)).toEqual([
    '1023 B',
    '1 KB',
    '1024 KB',
    '1.5 MB',
  ])
  expect(instantText('2026-01-05T17:30:00.000Z')).toBe('2026-01-06 01:30')
})
