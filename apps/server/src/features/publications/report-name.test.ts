import { expect, it } from 'vitest'
import { accountsInName, reportNamed, reportTitle } from './report-name'

const CODES = ['SA5001', 'SA500', 'SA5001-A', '示例1']

it.each([
  ['SA5001_2026年10月报.pdf', ['SA5001']],
  ['2026年10月报（SA5001）.pdf', ['SA5001']],
  ['SA5001-A_月报.pdf', ['SA5001-A']],
  ['季报-SA5001.pdf', ['SA5001']],
  ['SA5001-B_月报.pdf', []],
  ['SA50012.pdf', []],
  ['XSA5001.pdf', []],
  ['SA500_SA5001.pdf', ['SA5001', 'SA500']],
  ['示例1月报.pdf', ['示例1']],
  ['月报.pdf', []],
])('%s is of %j', (name, codes) => {
  expect(accountsInName(name, CODES)).toEqual(codes)
})

it.each([
  ['SA5001_2026年10月报.pdf', '2026年10月报', '月报'],
  ['SA5001_2026年第3季度报告.PDF', '2026年第3季度报告', '季报'],
  ['2025 年度报告-SA5001.pdf', '2025 年度报告', '年报'],
  ['2026年10月报（SA5001）.pdf', '2026年10月报', '月报'],
  ['SA5001.pdf', 'SA5001', null],
])('%s is called %s', (name, title, category) => {
  expect(reportTitle(name, 'SA5001')).toEqual({ title, category })
})

it.each([
  ['2026年10月报', 'monthly 2026-10'],
  ['2026年1月月报', 'monthly 2026-01'],
  ['2026年09月度投资报告', 'monthly 2026-09'],
  ['2026-10月报', 'monthly 2026-10'],
  ['2026年第3季度报告', 'quarterly 2026-Q3'],
  ['2026年三季报', 'quarterly 2026-Q3'],
  ['2026年第四季度托管报告', 'quarterly 2026-Q4'],
  ['2026Q1季报', 'quarterly 2026-Q1'],
  ['2025年报', 'annual 2025'],
  ['2025 年度报告', 'annual 2025'],
  ['2025年年报', 'annual 2025'],
  ['2026年半年报', null],
  ['2026年13月报', null],
  ['月报', null],
  ['市场观察 2026年10月', null],
])('%s is the report %s', (title, expected) => {
  const found = reportNamed(title)
  expect(found && `${found.kind} ${found.period}`).toBe(expected)
})
