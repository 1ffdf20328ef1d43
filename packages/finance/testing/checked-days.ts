/** A day and the one before it on which every check is silent, for tests to bend. */
import type { CheckedDay, PreviousDay } from '../src/checks/checked-day'
import { parseE4, parseE8 } from '../src/decimal'

const e4 = (text: string): bigint => parseE4(text) ?? 0n
const e8 = (text: string): bigint => parseE8(text) ?? 0n

/** Cash 100, one fund 900 (1,000 shares at 0.9), liabilities 10: net assets 990 on 1,000 shares. */
export const quietDay: CheckedDay = {
  date: '2024-01-03',
  totalAssetsE4: e4('1000'),
  totalLiabilitiesE4: e4('10'),
  netAssetsE4: e4('990'),
  sharesE4: e4('1000'),
  unitNavE8: e8('0.99'),
  accumulatedNavE8: e8('0.99'),
  netAssetsAtCostE4: null,
  accounts: [
    { code: '1002', name: '银行存款', balanceE4: e4('100'), row: 5 },
    { code: '1105', name: '基金投资', balanceE4: e4('900'), row: 6 },
    { code: '2206', name: '应付管理人报酬', balanceE4: e4('10'), row: 9 },
  ],
  holdings: [
    { fundCode: '000001', sharesE4: e4('1000'), unitNavE8: e8('0.9'), priceDate: null, marketValueE4: e4('900') },
  ],
  holdingsFrom: 'fa',
}

/** The trading day before, the same in everything. */
export const valuedBefore: PreviousDay = {
  date: '2024-01-02',
  netAssetsE4: quietDay.netAssetsE4,
  sharesE4: quietDay.sharesE4,
  unitNavE8: quietDay.unitNavE8,
  accumulatedNavE8: quietDay.accumulatedNavE8,
  holdings: quietDay.holdings,
}
