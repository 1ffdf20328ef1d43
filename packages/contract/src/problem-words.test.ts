import { describe, expect, it } from 'vitest'
import { PROBLEM_CODES } from './problem-codes'
import { PROBLEM_WORDS, problemText } from './problem-words'

const nowhere = { sheet: null, row: null, column: null, found: null, expected: null }

describe('problemText', () => {
  it('has words in both languages for every code, and no other', () => {
    expect(Object.keys(PROBLEM_WORDS).sort()).toEqual([...PROBLEM_CODES].sort())
    for (const code of PROBLEM_CODES) {
      expect(problemText(code, nowhere, 'zh-CN')).toMatch(/^.*\p{Script=Han}.*。.+。$/u)
      expect(problemText(code, nowhere, 'en')).toMatch(/^[A-Z][^\p{Script=Han}]+\. [A-Z][^\p{Script=Han}]+\.$/u)
    }
  })

  it('names the place, what was found and what was expected', () => {
    const detail = { sheet: 'Sheet1', row: 7, column: '市值', found: 'abc', expected: '0.00' }
    expect(problemText('value-invalid', detail, 'zh-CN')).toBe(
      '工作表「Sheet1」第 7 行「市值」：内容无法识别或不在允许范围内（读到：abc；应为：0.00）。请更正后重新导入。',
    )
    expect(problemText('value-invalid', detail, 'en')).toBe(
      'Sheet “Sheet1”, row 7, “市值”: the value cannot be read or is not allowed (found: abc; expected: 0.00). Correct it and import the file again.',
    )
  })

  it('leaves out what is not known', () => {
    expect(problemText('value-missing', { ...nowhere, row: 3, column: 'shares', found: '' }, 'zh-CN')).toBe(
      '第 3 行「shares」：必填的单元格是空的（读到：空）。请填写后重新导入。',
    )
    expect(problemText('file-empty', nowhere, 'en')).toBe('The file is empty. Export it again and import the new file.')
  })
})
