import { describe, expect, it } from 'vitest'
import { readFile } from '../registry'
import { csv } from '../testing/files'

const HEADER = ['发生日期', '基金编号', '发生业务', '委托价格', '委托数量', '发生金额', '发生后余额', '科目发生额']

type Move = [fund: string, cash: string, balance: string, date?: string]
const moved = ([fund, cash, balance, date = '2024-01-02']: Move) => [
  date,
  fund,
  '资金划转',
  '0',
  '0',
  cash,
  balance,
  '0',
]

/** Code, row, found and expected of what is told. */
const told = (...moves: Move[]) =>
  readFile(csv([HEADER, ...moves.map(moved)]), { fileName: '资金流水.csv' }).problems.map(
    ({ code, severity, row, found, expected, portfolio, date }) =>
      [code, severity, row, found, expected, portfolio?.value, date].join(' '),
  )

/** 100 − 30 = 70, + 5 = 75, − 75 = 0. */
const RUNNING: Move[] = [
  ['8001', '-20', '100'],
  ['8001', '-30', '70'],
  ['8001', '5', '75'],
  ['8001', '-75', '0.00'],
]

describe('cash balances of a journal (R-CHK-27)', () => {
  it('run on from row to row, each account by itself', () => {
    expect(told(...RUNNING)).toEqual([])
    expect(
      told(...RUNNING.flatMap((move): Move[] => [move, ['8002', move[1], String(1000 + Number(move[2]))]])),
    ).toEqual([])
  })

  it('tell a wrong amount on its row', () => {
    // 70 + 5 = 75, the row says 76; 76 − 75 = 1 runs on from what is stated.
    expect(told(...RUNNING.slice(0, 2), ['8001', '5', '76'], ['8001', '-75', '1'], ['8001', '1', '2'])).toEqual([
      'R-CHK-27 warning 4 76.00 75.00 8001 2024-01-02',
    ])
  })

  it('tell a wrong balance once, not on the row after it', () => {
    expect(told(...RUNNING.slice(0, 2), ['8001', '5', '76'], ['8001', '-75', '0'], ['8001', '1', '1'])).toEqual([
      'R-CHK-27 warning 4 76.00 75.00 8001 2024-01-02',
    ])
  })

  it('are read bottom up where the newest row comes first', () => {
    const dated = RUNNING.map((move, index): Move => [move[0], move[1], move[2], `2024-01-0${index + 2}`])
    expect(told(...dated.toReversed())).toEqual([])
    const wrong = dated.map((move, index): Move => (index === 3 ? [move[0], move[1], '1', move[3]] : move))
    expect(told(...wrong.toReversed())).toEqual(['R-CHK-27 warning 2 1.00 0.00 8001 2024-01-05'])
  })

  it('are not judged where the order proves nothing', () => {
    const [a, b, c, d] = RUNNING as [Move, Move, Move, Move]
    expect(told(c, a, d, b)).toEqual([])
    // One step that runs on, and one that does not.
    expect(told(a, b, ['8001', '5', '76'])).toEqual([])
    // Rows without money prove nothing either.
    expect(told(['8001', '0', '9'], ['8001', '0', '9'], ['8001', '0', '9'], ['8001', '0', '8'])).toEqual([])
  })

  it('skip rows that do not state them, and exports without the column', () => {
    expect(told(a(), ['8001', '-30', ''], ['8001', '5', '99'], ['8001', '1', '100'], ['8001', '1', '101'])).toEqual([])
    const plain = csv([
      HEADER.filter((name) => name !== '发生后余额'),
      ['2024-01-02', '8001', '结息', '0', '0', '1', '0'],
    ])
    expect(readFile(plain, { fileName: '资金流水.csv' }).problems).toEqual([])
  })
})

const a = (): Move => ['8001', '-20', '100']
