import { expect, it } from 'vitest'
import { textDifference } from './text-difference'

const told = (before: string, after: string) =>
  textDifference(before, after).map(({ kind, text }) => ({ same: ' ', removed: '-', added: '+' })[kind] + text)

it.each([
  ['甲\n\n乙\n\n丙', '甲\n\n乙改\n\n丙', [' 甲', '-乙', '+乙改', ' 丙']],
  ['', '甲\n\n乙', ['+甲', '+乙']],
  ['甲\n\n乙', '', ['-甲', '-乙']],
  ['甲\n\n乙', '乙\n\n甲', ['-甲', ' 乙', '+甲']],
  ['甲\n \n乙', '甲\n\n乙', [' 甲', ' 乙']],
  ['甲\n乙', '甲\n丙', ['-甲\n乙', '+甲\n丙']],
])('%j becomes %j', (before, after, expected) => {
  expect(told(before, after)).toEqual(expected)
})
