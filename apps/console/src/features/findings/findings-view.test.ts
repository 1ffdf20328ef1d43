import { api } from '@sma/contract/api'
import { STAFF_ROLES } from '@sma/contract/staff-roles'
import { expect, it } from 'vitest'
import {
  asSeen,
  checkLabel,
  CHECKS,
  checkText,
  choicesOf,
  exportPath,
  findingsQuery,
  mayDecide,
  type FindingItem,
} from './findings-view'

const item = (id: string, changes: Partial<FindingItem>): FindingItem => ({
  id,
  origin: 'check',
  history: [],
  check: 'R-CHK-6',
  subject: null,
  severity: 'review',
  state: 'open',
  mayBeExplained: true,
  found: '+11 %',
  expected: '≤ 10 %',
  note: null,
  owner: null,
  code: 'A1',
  name: '甲',
  date: '2026-01-05',
  row: null,
  fileId: null,
  decidedBy: null,
  decidedAt: null,
  firstSeen: '2026-01-06T01:00:00.000Z',
  lastSeen: '2026-01-06T01:00:00.000Z',
  ...changes,
})

it('asks for open findings unless the URL says otherwise, and leaves out what makes no sense', () => {
  expect(findingsQuery({})).toMatchObject({ state: 'open', severity: undefined, check: undefined })
  expect(findingsQuery({ state: 'all', severity: 'warning', check: 'R-CHK-7', portfolio: 'A1', owner: 'lin' })).toEqual(
    {
      state: undefined,
      severity: 'warning',
      check: 'R-CHK-7',
      portfolio: 'A1',
      date: undefined,
      owner: 'lin',
    },
  )
  expect(findingsQuery({ state: 'lost', severity: 'x', check: 'R-CHK-17', date: '2026-02-31' })).toMatchObject({
    state: 'open',
    severity: undefined,
    check: undefined,
    date: undefined,
  })
})

it('names the file of a query, and leaves out what was not asked', () => {
  expect(exportPath(findingsQuery({ state: 'all' }))).toBe('/api/v1/staff/findings/export')
  expect(exportPath(findingsQuery({ owner: 'me', portfolio: 'A 1', sort: 'x' }))).toBe(
    '/api/v1/staff/findings/export?state=open&portfolio=A+1&owner=me',
  )
})

it('says in words what a check found and what to do', () => {
  expect(checkText('R-CHK-7', 'zh-CN')).toBe('交易日没有估值。请补导当日估值表，或确认无需披露。')
  expect(checkText('R-CHK-7', 'en')).toBe(
    'A trading day has no valuation. Import it, or acknowledge that there is none.',
  )
  expect(checkText('R-CHK-99', 'en')).toBe('R-CHK-99')
  expect(CHECKS.map((check) => checkLabel(check, 'zh-CN'))[0]).toBe('R-CHK-1 资产合计 − 负债合计 ≠ 资产净值')
  expect(checkLabel('date-missing', 'zh-CN')).toBe('找不到日期')
})

it('tells what an action falls on', () => {
  const open = item('1', {})
  const mend = item('2', { check: 'R-CHK-1', mayBeExplained: false })
  const missing = item('3', { check: 'R-CHK-7', severity: 'warning' })
  const explained = item('4', { state: 'explained', note: '分红' })
  const gone = item('5', { state: 'resolved' })
  const ids = (items: readonly FindingItem[]) => items.map(({ id }) => id).join('')
  const choices = choicesOf([open, mend, missing, explained, gone])
  expect([ids(choices.explain), ids(choices.mend), ids(choices.missingDays), ids(choices.reopen)]).toEqual([
    '134',
    '2',
    '3',
    '4',
  ])
  expect(asSeen([open])).toEqual([{ id: '1', found: '+11 %', expected: '≤ 10 %' }])
})

it('offers actions to those whom the server lets in', () => {
  for (const role of STAFF_ROLES)
    for (const endpoint of [api.explainFindings, api.reopenFindings, api.assignFindings])
      expect([role, mayDecide([role])]).toEqual([role, (endpoint.roles as readonly string[]).includes(role)])
})
