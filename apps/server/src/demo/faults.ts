/** Single mistakes that a back office can make, so that each check can be seen to find its own and nothing else. */
import { limitsOf, type CheckId } from '@sma/finance/checks/limits'
import { divideRound } from '@sma/finance/decimal'
import { FUNDS } from './catalogue'
import { addDays } from './dates'
import type { FaRow } from './fa-rows'
import { BANK, CUSTODIAN_DUE, DEPOSIT, FUND_CLEARING, MANAGEMENT_DUE } from './ledger'
import type { IsTradingDay } from './market'
import { nav4, unitNavOf, yuan } from './numbers'
import {
  bothTell,
  changeRows,
  closedMonthEnd,
  faTells,
  holdsOtherwise,
  isLabelled,
  isLargest,
  isUnder,
  largest,
  movesBetween,
  movesMoney,
  navs,
  pricedOtherwise,
  valueMoreBy,
  type Exported,
} from './spoilt-day'

interface Fault {
  /** The check that has to find it. */
  check: CheckId | 'R-CHK-16' | 'R-CHK-17' | 'R-CHK-18' | 'R-CHK-27'
  /** Trading days before the last one; 0 where it is left out. */
  daysBack?: number
  /** The account that it falls on where none is named; the first where it is left out. */
  code?: string
  /** Funds whose class nobody told. */
  leavesOutFunds?: readonly string[]
  /** True where the funds' public NAVs are told beside it. */
  tellsPublicNavs?: boolean
  /** Null: FA sends no valuation. */
  apply(day: Exported, isTradingDay: IsTradingDay): Exported | null
}

export const FAULTS = {
  'total-assets': {
    check: 'R-CHK-1',
    apply: (day) => changeRows(day, isLabelled('资产类合计'), valueMoreBy(yuan(1))),
  },
  'unit-nav': {
    check: 'R-CHK-2',
    apply: (day) => faTells(day, { ...day.book, ...navs(day.book, day.book.unitNavE8 + 100_000n) }),
  },
  'fund-rows': {
    check: 'R-CHK-3',
    apply: (day) =>
      changeRows(day, isLargest(day.book), (row) => ({
        ...valueMoreBy(3_000n)(row),
        gainE4: (row.gainE4 ?? 0n) + 3_000n,
      })),
  },
  'o32-shares': {
    check: 'R-CHK-4',
    apply: (day) => {
      const held = largest(day.o32)
      const holdings = day.o32.holdings.map((row) =>
        row === held ? { ...row, sharesE4: row.sharesE4 + yuan(100) } : row,
      )
      return { ...day, o32: { ...day.o32, holdings } }
    },
  },
  'roll-forward': {
    check: 'R-CHK-5',
    apply: (day) => bothTell(day, holdsOtherwise(day.book, { sharesE4: largest(day.book).sharesE4 + yuan(100) })),
  },
  'nav-move': {
    check: 'R-CHK-6',
    apply: (day) => pricedOtherwise(day, limitsOf(day.spec.strategy).movePpm / 1000n + 15n),
  },
  'nav-jump': { check: 'R-CHK-6', apply: (day) => pricedOtherwise(day, 150n) },
  'missing-day': { check: 'R-CHK-7', daysBack: 2, apply: () => null },
  'fund-class': {
    check: 'R-CHK-8',
    leavesOutFunds: FUNDS.filter((_, at) => at % 2 === 0).map(({ code }) => code),
    apply: (day) => day,
  },
  'old-price': {
    check: 'R-CHK-9',
    code: 'SA5002',
    apply: (day) =>
      changeRows(day, isLargest(day.book), (row) => ({ ...row, priceDate: addDays(day.book.day.date, -21) })),
  },
  'account-shares': {
    check: 'R-CHK-10',
    apply: (day) => {
      const sharesE4 = day.book.sharesE4 + yuan(100)
      const book = { ...day.book, sharesE4, ...navs(day.book, unitNavOf(day.book.netAssetsE4, sharesE4)) }
      return faTells(day, book)
    },
  },
  'accumulated-nav': {
    check: 'R-CHK-11',
    apply: (day) => faTells(day, { ...day.book, accumulatedNavE8: day.book.accumulatedNavE8 + 100_000n }),
  },
  'future-day': {
    check: 'R-CHK-12',
    apply: (day, isTradingDay) => {
      const date = closedMonthEnd(day.fileDate, isTradingDay)
      return { ...faTells(day, { ...day.book, day: { ...day.book.day, date } }), fileDate: date }
    },
  },
  'account-balance': {
    check: 'R-CHK-13',
    apply: (day) => changeRows(day, isUnder('1002'), valueMoreBy(yuan(1))),
  },
  'unmapped-account': {
    check: 'R-CHK-14',
    apply: (day) => {
      const poorer = changeRows(day, isUnder('1002'), (row) => {
        const less = valueMoreBy(-yuan(1000))(row)
        return { ...less, costE4: less.marketValueE4 }
      })
      const [bank] = poorer.rows.filter(isUnder('1002'))
      if (!bank) throw new RangeError('the account has no money at its bank on the day of the fault')
      const bonds: FaRow = { ...bank, code: ['1103'], name: '债券投资', costE4: yuan(1000), marketValueE4: yuan(1000) }
      return { ...poorer, rows: [bonds, ...poorer.rows] }
    },
  },
  'wrong-date': { check: 'R-CHK-15', apply: (day) => ({ ...day, fileDate: addDays(day.fileDate, -1) }) },
  'fund-gain': {
    check: 'R-CHK-16',
    apply: (day) => changeRows(day, isLargest(day.book), (row) => ({ ...row, gainE4: (row.gainE4 ?? 0n) + yuan(1) })),
  },
  growth: {
    check: 'R-CHK-17',
    apply: (day) => changeRows(day, isLabelled('日净值增长率(%)'), (row) => ({ ...row, name: '9.9999' })),
  },
  'no-nav': {
    check: 'R-CHK-18',
    apply: (day) => changeRows(day, isLabelled('基金单位净值'), (row) => ({ ...row, name: nav4(0n) })),
  },
  'previous-nav': {
    check: 'R-CHK-19',
    apply: (day) => faTells(day, { ...day.book, previousNavE8: day.book.previousNavE8 + 100_000n }),
  },
  'public-nav': {
    check: 'R-CHK-20',
    tellsPublicNavs: true,
    apply: (day) => bothTell(day, holdsOtherwise(day.book, { priceE8: largest(day.book).priceE8 + 200_000n })),
  },
  confirmation: {
    check: 'R-CHK-21',
    apply: (day) => {
      const row = day.o32.journal.find(({ operation }) => /申购成交|赎回成交/.test(operation))
      if (!row) throw new RangeError('the account has no subscription or redemption confirmed on the day of the fault')
      const journal = day.o32.journal.map((each) =>
        each === row ? { ...row, priceE8: row.priceE8 + 1_000_000n } : each,
      )
      return { ...day, o32: { ...day.o32, journal } }
    },
  },
  // against the day's own move, so that it stays within what the strategy allows
  benchmark: {
    check: 'R-CHK-22',
    code: 'SA5003',
    apply: (day) => pricedOtherwise(day, day.book.unitNavE8 > day.book.previousNavE8 ? -40n : 40n),
  },
  'below-unit-nav': {
    check: 'R-CHK-23',
    apply: (day) => faTells(day, { ...day.book, accumulatedNavE8: day.book.unitNavE8 - 10_000n }),
  },
  'overdrawn-bank': {
    check: 'R-CHK-24',
    apply: (day) => {
      const inBank = day.book.balances.get(BANK) ?? 0n
      return faTells(day, movesBetween(day.book, { from: BANK, to: DEPOSIT, amountE4: inBank + yuan(1000) }))
    },
  },
  clearing: {
    check: 'R-CHK-25',
    apply: (day) => {
      const amountE4 = divideRound(day.book.netAssetsE4 * 25n, 10_000n) * 100n
      return faTells(day, movesBetween(day.book, { from: FUND_CLEARING, to: BANK, amountE4 }))
    },
  },
  accrual: {
    check: 'R-CHK-26',
    apply: (day) => {
      const amountE4 = divideRound(day.book.accrued.managementE4, 500n) * 100n
      return faTells(day, movesBetween(day.book, { from: MANAGEMENT_DUE, to: CUSTODIAN_DUE, amountE4 }))
    },
  },
  'cash-balance': {
    check: 'R-CHK-27',
    apply: (day) => ({ ...day, o32: { ...day.o32, journal: [...day.o32.journal, ...movesMoney(day.o32)] } }),
  },
} satisfies Record<string, Fault>

type FaultName = keyof typeof FAULTS

const isFaultName = (name: string): name is FaultName => Object.hasOwn(FAULTS, name)

/** A mistake and the account that it falls on. */
export interface PlantedFault {
  name: FaultName
  code: string
}

/** `NAME` or `NAME:CODE`; null where there is no such mistake. */
export function faultOf(text: string): PlantedFault | null {
  const [name = '', code] = text.split(':')
  if (!isFaultName(name)) return null
  const fault: Fault = FAULTS[name]
  return { name, code: code ?? fault.code ?? 'SA5001' }
}

/** Funds that the faults leave out of the funds file. */
export const leftOutFunds = (faults: readonly PlantedFault[]): string[] =>
  faults.flatMap(({ name }) => {
    const fault: Fault = FAULTS[name]
    return fault.leavesOutFunds ?? []
  })

/** Whether a fault needs the funds' public NAVs beside it. */
export const tellPublicNavs = (faults: readonly PlantedFault[]): boolean =>
  faults.some(({ name }) => {
    const fault: Fault = FAULTS[name]
    return fault.tellsPublicNavs === true
  })

/** Lets the faults that are meant for this account and day do their work; null: FA sends no valuation. */
export function seeded(
  day: Exported,
  at: { daysBack: number; faults: readonly PlantedFault[]; isTradingDay: IsTradingDay },
): Exported | null {
  let result: Exported | null = day
  for (const { name, code } of at.faults) {
    const fault: Fault = FAULTS[name]
    if (code !== day.spec.code || (fault.daysBack ?? 0) !== at.daysBack) continue
    result = result && fault.apply(result, at.isTradingDay)
  }
  return result
}
