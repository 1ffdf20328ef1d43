import { expect, it } from 'vitest'
import { codesIn, dayText, emptyDraft, listQuery, movedUp, writtenOf } from './publications-view'

it('the list is asked for what the URL says, nonsense left out', () => {
  expect(listQuery({ kind: 'article', state: 'x', text: '月报' })).toEqual({
    kind: 'article',
    state: undefined,
    text: '月报',
    portfolio: undefined,
  })
})

it('codes are parted by whatever people put between them, each once', () => {
  expect(codesIn(' SA5001，SA5002;SA5001\nSA5003、')).toEqual(['SA5001', 'SA5002', 'SA5003'])
})

it('sends empty fields as nothing, the time as Shanghai’s, and only the target that was chosen', () => {
  const draft = { ...emptyDraft(), title: ' 月报 ', publishedAt: '2026-11-05T09:30', portfolios: 'SA5001' }
  expect(writtenOf(draft)).toEqual({
    kind: 'announcement',
    title: '月报',
    category: null,
    summary: null,
    text: null,
    publishedAt: '2026-11-05T09:30:00+08:00',
    audience: 'all',
    strategy: null,
    portfolios: [],
    report: null,
  })
  expect(writtenOf({ ...draft, audience: 'accounts' }).portfolios).toEqual(['SA5001'])
  expect(writtenOf({ ...draft, audience: 'strategy' })).toMatchObject({ strategy: 'balanced', portfolios: [] })
})

it('shows the day of its time, else Shanghai’s today', () => {
  const draft = emptyDraft()
  expect(dayText(draft, 'zh-CN', Date.parse('2026-11-05T16:00:00Z'))).toBe('2026年11月6日')
  expect(dayText({ ...draft, publishedAt: '2026-12-01T08:00' }, 'zh-CN', 0)).toBe('2026年12月1日')
})

it.each([
  ['c', 'acb'],
  ['b', 'bac'],
  ['a', 'abc'],
  ['x', 'abc'],
])('moves %s up to %s', (id, expected) => {
  expect(movedUp(['a', 'b', 'c'], id).join('')).toBe(expected)
})
