import { expect, it } from 'vitest'
import { datesDiffer, totalOf, type Account } from './portfolios-view'

function account(date: string | null, state: Account['state'] = 'running'): Account {
  const latest = date && {
    date,
    baseDate: null,
    unitNav: '1.0463',
    accumulatedNav: '1.0463',
    netAssets: '10462944.40',
    dayGain: '-20140.80',
    dayReturn: '-0.00190785',
  }
  return {
    code: 'SA5001',
    name: '平衡型',
    strategy: 'balanced',
    launchDate: '2020-10-14',
    state,
    liquidationFrom: null,
    closedOn: null,
    latest: latest || null,
  }
}

it('notices cards of different days, and does not count accounts without a day', () => {
  expect(datesDiffer([account('2021-11-23'), account('2020-08-04')])).toBe(true)
  expect(datesDiffer([account('2021-11-23'), account('2021-11-23'), account(null)])).toBe(false)
  expect(datesDiffer([])).toBe(false)
})

it('adds up net assets only where every account stands at the same day', () => {
  const [first, second] = [account('2021-11-23'), account('2021-11-23')]
  expect(totalOf([first, second])).toEqual({ date: '2021-11-23', netAssets: '20925888.80' })
  expect(totalOf([first])).toBeNull()
  expect(totalOf([first, account('2020-08-04')])).toBeNull()
  expect(totalOf([first, second, account(null)])).toBeNull()
  expect(totalOf([])).toBeNull()
})

it('leaves closed accounts out of both: they stay at their last day, and what they held is paid out', () => {
  const [first, second, closed] = [account('2021-11-23'), account('2021-11-23'), account('2020-08-04', 'closed')]
  expect(datesDiffer([first, closed])).toBe(false)
  expect(totalOf([first, second, closed])).toEqual({ date: '2021-11-23', netAssets: '20925888.80' })
  expect(totalOf([first, second, account('2021-11-23', 'closed')])).toEqual({
    date: '2021-11-23',
    netAssets: '20925888.80',
  })
  expect(totalOf([first, closed])).toBeNull()
})
