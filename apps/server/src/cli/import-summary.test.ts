import { expect, it } from 'vitest'
import type { FileReport } from '../features/imports/report'
import { importSummary } from './import-summary'
import { paceOf } from './progress'

const file = (path: string, change: Partial<FileReport> = {}): FileReport => ({
  path,
  sha256: '0'.repeat(64),
  kind: 'fa-valuation-sheet',
  status: 'applied',
  records: null,
  days: [{ portfolio: 'A1', date: '2024-01-02', state: 'published' }],
  problems: [],
  id: path,
  ...change,
})

const said = (severity: 'error' | 'warning', message: string): FileReport['problems'][number] => ({
  code: 'date-conflict',
  severity,
  sheet: null,
  row: null,
  column: null,
  found: null,
  expected: null,
  message,
  portfolio: 'A1',
  date: '2024-01-02',
})

it('says first what needs a person, then what was noted, then how many of each kind', () => {
  const files = [
    file('noted.xls', { problems: [said('warning', 'look')] }),
    file('good.xls'),
    file('bad.csv', { kind: null, status: 'rejected', days: [], problems: [said('error', 'what is this')] }),
  ]
  expect(importSummary({ files }).split('\n')).toEqual([
    'rejected  bad.csv',
    '  error  A1  2024-01-02  what is this',
    'applied   noted.xls',
    '  warning  A1  2024-01-02  look',
    'fa-valuation-sheet  2 applied',
    'unknown             1 rejected',
    '3 files: 2 applied, 0 unchanged, 0 held, 1 rejected',
    'Account days: 2 published',
  ])
})

it('stays short for thousands of files, each with many problems', () => {
  const problems = Array.from({ length: 300 }, () => said('error', 'what is this'))
  const files = Array.from({ length: 3000 }, (_, at) => file(`${at}.xls`, { status: 'held', problems }))
  const lines = importSummary({ files }).split('\n')
  expect(lines.length).toBeLessThan(300)
  expect(lines).toContain('  … and 295 problems more')
  expect(lines).toContain('… and 2960 files more with something to say: --json, or the console, lists all')
})

it.each([
  [{ done: 0, total: 10, seconds: 5 }, ''],
  [{ done: 600, total: 6000, seconds: 10 }, '30.0 files/s, 1:30 left'],
  [{ done: 100, total: 80_100, seconds: 10 }, '5.0 files/s, 2:13:20 left'],
  [{ done: 6000, total: 6000, seconds: 61 }, '49.2 files/s, in 1:01'],
])('tells the pace of %j', (progress, text) => {
  expect(paceOf(progress, { name: 'files', steps: 2 })).toBe(text)
})
