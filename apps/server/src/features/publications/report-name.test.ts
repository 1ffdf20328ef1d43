import { expect, it } from 'vitest'
import { accountsInName, reportTitle } from './report-name'

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
