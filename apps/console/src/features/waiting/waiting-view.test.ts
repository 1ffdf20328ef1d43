import { api } from '@sma/contract/api'
import { STAFF_ROLES } from '@sma/contract/staff-roles'
import { expect, it } from 'vitest'
import {
  actedOn,
  batches,
  findingText,
  keyOf,
  mayDo,
  nextSort,
  orderedFindings,
  quietDays,
  reachOf,
  shownOf,
  waitingDays,
  type WaitingDay,
} from './waiting-view'

const finding = (over: Partial<WaitingDay['findings'][number]> = {}): WaitingDay['findings'][number] => ({
  id: 'F1',
  origin: 'check',
  check: 'R-CHK-2',
  subject: null,
  severity: 'review',
  state: 'open',
  mayBeExplained: false,
  found: '1.03',
  expected: '1.01',
  note: null,
  owner: null,
  ...over,
})

const day = (code: string, over: Partial<WaitingDay> = {}): WaitingDay => ({
  code,
  name: `稳健${code}`,
  date: '2026-01-05',
  version: 1,
  stamp: `S-${code}`,
  state: 'checked',
  reason: null,
  broughtBy: 'olga',
  approvedBy: null,
  netAssets: '1020.00',
  unitNav: '1.0200',
  shares: '1000.00',
  previous: { date: '2026-01-02', netAssets: '1000.00', unitNav: '1.0000' },
  change: '20.00',
  return: '0.02000000',
  classes: [],
  newPositions: [],
  closedPositions: [],
  replaces: null,
  findings: [],
  clientIds: ['K1'],
  ...over,
})

const replaces = (band: 'minor' | 'material') => ({
  version: 1,
  stamp: 'S-0',
  state: 'published' as const,
  netAssets: '1000.00',
  unitNav: '1.0000',
  navChange: '0.00600000',
  band,
})

const days = [
  day('C', { state: 'held', findings: [finding()], return: '-0.03000000', change: '-30.00', clientIds: ['K1', 'K2'] }),
  day('A', { state: 'approved', return: '0.02500000', change: '5.00' }),
  day('B', { date: '2026-01-06', return: null, change: null, replaces: replaces('minor'), clientIds: [] }),
]
const everything = { text: '', date: '', state: '', found: '', sort: 'order' } as const
const codes = (filter: Partial<Parameters<typeof waitingDays>[1]>) =>
  waitingDays(days, { ...everything, ...filter }).map(({ code }) => code)

it('keeps the order of the server until another is asked for', () => {
  expect(codes({})).toEqual(['C', 'A', 'B'])
  expect(codes({ sort: 'code' })).toEqual(['A', 'B', 'C'])
  expect(codes({ sort: '-date' })).toEqual(['B', 'C', 'A'])
  expect(codes({ sort: '-return' })).toEqual(['C', 'A', 'B'])
  expect(codes({ sort: 'netAssets' })).toEqual(['B', 'A', 'C'])
  expect(codes({ sort: '-clients' })).toEqual(['C', 'A', 'B'])
})

it('filters by state, day, what was found, and part of code or name', () => {
  expect(codes({ state: 'approved' })).toEqual(['A'])
  expect(codes({ date: '2026-01-06' })).toEqual(['B'])
  expect(codes({ found: 'with' })).toEqual(['C'])
  expect(codes({ found: 'without' })).toEqual(['A', 'B'])
  expect(codes({ found: 'restated' })).toEqual(['B'])
  expect(codes({ text: ' 稳健a ' })).toEqual(['A'])
})

it('turns a chosen column round, and begins with the largest size', () => {
  expect(nextSort('order', 'code')).toBe('code')
  expect(nextSort('code', 'code')).toBe('-code')
  expect(nextSort('code', 'return')).toBe('-return')
})

it('acts on what an act is for, and counts each account and client once', () => {
  const chosen = [...days, day('A', { date: '2026-01-06', replaces: replaces('material'), clientIds: ['K1', 'K3'] })]
  expect(actedOn('approve', chosen).map(({ code }) => code)).toEqual(['B', 'A'])
  expect(actedOn('publish', chosen).map(({ code }) => code)).toEqual(['A'])
  expect(reachOf(chosen)).toEqual({ days: 4, accounts: 3, clients: 3, restated: 2, material: 1, open: 1 })
})

it('chooses unseen only what is quiet and what the role can let through', () => {
  const all = [...days, day('D'), day('E', { findings: [finding({ state: 'explained', severity: 'warning' })] })]
  const quiet = (...roles: Parameters<typeof quietDays>[1]) => quietDays(all, roles).map(({ code }) => code)
  expect(quiet('reviewer')).toEqual(['A', 'D'])
  expect(quiet('operator')).toEqual(['A'])
  expect(quiet('auditor', 'administrator')).toEqual([])
})

it('knows what clients see of a day that would change', () => {
  expect(shownOf(day('A'))).toBeNull()
  const restated = day('A', { version: 2, replaces: replaces('minor') })
  expect(shownOf(restated)).toMatchObject({
    code: 'A',
    date: '2026-01-05',
    version: 1,
    stamp: 'S-0',
    clientIds: ['K1'],
  })
  expect(shownOf({ ...restated, replaces: { ...replaces('minor'), state: 'withdrawn' } })).toBeNull()
})

it('knows other figures as another version to choose', () => {
  expect(keyOf(day('A'))).not.toBe(keyOf(day('A', { stamp: 'new' })))
  expect(keyOf(day('A'))).toBe(keyOf(day('A', { state: 'approved' })))
})

it('lists what holds a day back first, in words', () => {
  const note = finding({ id: 'F2', severity: 'warning' })
  const explained = finding({ id: 'F3', state: 'explained' })
  const ordered = orderedFindings(day('A', { findings: [explained, note, finding()] }))
  expect(ordered.map(({ id }) => id)).toEqual(['F1', 'F2', 'F3'])
  expect(findingText(finding(), 'zh-CN')).toBe(
    '资产净值 ÷ 份额 与单位净值不符（读到：1.03；应为：1.01）。请核对份额与单位净值。',
  )
  expect(findingText(finding({ check: 'X' }), 'en')).toBeNull()
})

it('cuts long work into batches', () => {
  expect(batches([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(batches([])).toEqual([])
})

it('lets each role do what the server lets it do', () => {
  const places = {
    approve: api.approveWaitingDays,
    publish: api.publishApprovedDays,
    withdraw: api.withdrawPublishedDay,
  }
  for (const act of ['approve', 'publish', 'withdraw'] as const)
    for (const role of STAFF_ROLES)
      expect([act, role, mayDo(act, [role])]).toEqual([
        act,
        role,
        (places[act].roles as readonly string[]).includes(role),
      ])
})
