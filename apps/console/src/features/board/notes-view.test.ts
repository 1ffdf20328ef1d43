import { expect, it } from 'vitest'
import { isUrgent, placeOf, sinceText, type Note } from './notes-view'

const note = (kind: Note['kind'], until: string | null = null): Note => ({
  kind,
  count: 1,
  since: null,
  until,
  name: null,
  error: null,
})
const asking = { today: '2026-01-05', roles: ['adviser'] as const }

it.each([
  ['files-rejected', '/files', { status: 'rejected', from: '2026-01-05' }],
  ['days-checked', '/waiting', { state: 'checked' }],
  ['findings-review', '/findings', { severity: 'review' }],
  ['disclosure-late', '/disclosure', { state: 'late' }],
  ['messages-open', '/messages', undefined],
  ['requests', '/delegates', undefined],
  ['codes-stopped', '/clients', undefined],
  ['feed', '/feeds', undefined],
] as const)('%s leads to its list', (kind, path, query) => {
  expect(placeOf(note(kind), asking)).toEqual(query ? { path, query } : { path })
})

it('leads to what is due soon, an administrator to everybody’s messages, and nowhere from a sender', () => {
  const soon = { path: '/disclosure', query: { state: 'due', to: '2026-01-12' } }
  expect(placeOf(note('disclosure-soon', '2026-01-12'), asking)).toEqual(soon)
  const all = { path: '/messages', query: { whose: 'all' } }
  expect(placeOf(note('messages-overdue'), { today: '', roles: ['administrator'] })).toEqual(all)
  expect(placeOf(note('sender'), asking)).toBeNull()
})

it('marks what clients notice', () => {
  expect([isUrgent(note('disclosure-late')), isUrgent(note('disclosure-soon'))]).toEqual([true, false])
})

it('shows a day as it is and an instant in Shanghai’s time', () => {
  expect([sinceText('2026-01-05'), sinceText('2026-01-05T01:00:00.000Z')]).toEqual(['2026-01-05', '2026-01-05 09:00'])
})
