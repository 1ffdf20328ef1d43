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

it('writes the details in one line, in words where there are some', () => {
  const words: Record<string, string> = {
    'audit.fact.roles': '角色',
    'audit.fact.version': '版本',
    'role.operator': '运营',
    'role.reviewer': '复核',
  }
  const textAt = (key: string) => words[key] ?? null
  const detail = { roles: 'operator reviewer', note: null, version: 2, isNew: false, reason: '' }
  expect(detailText({ detail }, textAt)).toBe('角色 运营 复核 · 版本 2 · isNew false')
  expect(detailText({ detail: { sha256: '0123456789abcdef' } }, textAt)).toBe('sha256 0123456789ab…')
})
