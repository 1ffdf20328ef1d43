import { expect, it } from 'vitest'
import { auditFilters, detailText } from './audit-view'

it('takes filters from the URL and leaves out what makes no sense', () => {
  expect(auditFilters({ actor: 'lin', from: '2026-02-30', to: '2026-02-28', cursor: '3', action: ['a', 'b'] })).toEqual(
    {
      actor: 'lin',
      to: '2026-02-28',
    },
  )
})

it('writes the details in one line', () => {
  expect(detailText({ detail: { roles: 'operator', note: null, version: 2, isNew: false, reason: '' } })).toBe(
    'roles=operator version=2 isNew=false',
  )
})
