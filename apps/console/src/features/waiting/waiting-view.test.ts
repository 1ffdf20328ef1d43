import { api } from '@sma/contract/api'
import { STAFF_ROLES } from '@sma/contract/staff-roles'
import { expect, it } from 'vitest'
import {
  actedOn,
  batches,
  chosenDays,
  filterQuery,
  findingText,
  keyOf,
  leftChosen,
  mayDo,
  nextSort,
  orderedFindings,
  quietCount,
  reachOf,
  shownOf,
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
it('asks the server for what the filter says', () => {
  const nothing = { text: ' ', date: '', state: '', found: '', sort: 'order' } as const
  expect(filterQuery(nothing)).toEqual({ sort: 'order' })
  expect(filterQuery({ ...nothing, text: ' 稳健a ', state: 'held', found: 'with', sort: '-return' })).toEqual({
    text: '稳健a',
    state: 'held',
    found: 'with',
    sort: '-return',
  })
})

it('keeps what was chosen on other pages, and lets go of days whose figures changed', () => {
  const picked = new Map([day('A'), day('B'), day('Z')].map((one) => [keyOf(one), one]))
  const page = [day('A', { state: 'approved' }), day('B', { stamp: 'new' })]
  expect(chosenDays(picked, page).map(({ code, state }) => `${code} ${state}`)).toEqual(['A approved', 'Z checked'])
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

it('leaves chosen what was approved, to be published, and what was refused', () => {
  const chosen = [day('A'), day('B')]
  const left = (step: 'approve' | 'publish') =>
    leftChosen(step, chosen, [day('A')]).map(({ code, state }) => `${code} ${state}`)
  expect(left('approve')).toEqual(['A approved', 'B checked'])
  expect(left('publish')).toEqual(['B checked'])
})

it('chooses unseen only what the role can let through', () => {
  const quiet = { checked: 5, approved: 2 }
  expect(quietCount(quiet, ['reviewer'])).toBe(7)
  expect(quietCount(quiet, ['operator'])).toBe(2)
  expect(quietCount(quiet, ['auditor', 'administrator'])).toBe(0)
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
