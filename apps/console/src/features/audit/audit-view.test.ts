import { expect, it } from 'vitest'
import zh from '../../locales/zh-CN.json'
import { auditFilters, detailText, isRawId, objectText, type AuditItem } from './audit-view'

it('takes filters from the URL and leaves out what makes no sense', () => {
  expect(auditFilters({ actor: 'lin', from: '2026-02-30', to: '2026-02-28', cursor: '3', action: ['a', 'b'] })).toEqual(
    {
      actor: 'lin',
      to: '2026-02-28',
    },
  )
})

/** The console's own words, with their places filled. */
const textAt = (key: string, values: Record<string, unknown> = {}): string | null => {
  const words = key.split('.').reduce<unknown>((at, part) => Reflect.get(Object(at), part), zh)
  return typeof words === 'string' ? words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])) : null
}
const event = (action: string, detail: AuditItem['detail'], objectId = 'X') => ({ action, objectId, detail })

it('writes the details in one line, in words where there are some', () => {
  const detail = { roles: 'operator reviewer', note: null, version: 2, isNew: false, reason: '' }
  expect(detailText(event('set-roles', detail), textAt)).toBe('角色 运营 复核 · 版本 2 · isNew false')
  expect(detailText(event('import-file', { sha256: '0123456789abcdef' }), textAt)).toBe('sha256 0123456789ab…')
})

it('tells what stood before from what stands now', () => {
  const set = { from: '2025-09-30: 沪深300 60% + 中债新综合 40%', to: '2025-10-01: 中证800 100%' }
  expect(detailText(event('set-benchmark-components', set), textAt)).toBe(
    '原为 自 2025-09-30 起：沪深300 60% + 中债新综合 40% · 改为 自 2025-10-01 起：中证800 100%',
  )
  expect(detailText(event('remove-benchmark-components', { from: set.to, to: null }), textAt)).toBe(
    '原为 自 2025-10-01 起：中证800 100%',
  )
  const gate = { from: 'two-person', to: 'single-person', askedBy: 'ada' }
  expect(detailText(event('change-setting', gate, 'gate'), textAt)).toBe(
    '原为 两人：导入的人不能批准 · 改为 单人：可由同一人批准 · 提交人 ada',
  )
  expect(detailText(event('change-setting', { from: '1', to: '2' }, 'gone'), textAt)).toBe('原为 1 · 改为 2')
  expect(detailText(event('export-disclosure', { from: '2025-01-01', to: '2025-12-31' }), textAt)).toBe(
    '从 2025-01-01 · 到 2025-12-31',
  )
})

it('names what an event speaks of, and leaves our numbers to its detail', () => {
  const item = (objectKind: string, objectId: string, objectName: string | null = null) =>
    ({ objectKind, objectId, objectName }) as AuditItem
  const raw = '01M8BMKNNPN9N508ZJM2JA3VQE'
  expect(objectText(item('portfolio', raw, '稳健一号'), textAt)).toBe('稳健一号')
  expect([objectText(item('request', raw), textAt), isRawId({ objectId: raw })]).toEqual([null, true])
  expect(objectText(item('fund', '000216', '示例黄金'), textAt)).toBe('000216 示例黄金')
  expect(objectText(item('client', 'C1001'), textAt)).toBe('C1001')
  expect(objectText(item('setting', 'replyWithin'), textAt)).toBe('留言答复时限')
})
