/** Single mistakes that a back office can make, so that each check can be seen to find its own and nothing else. */
import { limitsOf, type CheckId } from '@sma/finance/checks/limits'
import { divideRound } from '@sma/finance/decimal'
import type { AccountSpec, DayBook, HoldingBook, JournalRow } from './books'
import { FUNDS } from './catalogue'
import { addDays, monthEnd } from './dates'
import { faRows, type FaRow } from './fa-rows'
import { fundCost } from './ledger'
import type { IsTradingDay } from './market'
import { unitNavOf, worth, yuan } from './numbers'

/** One account's day on its way into the files. */
export interface Exported {
  spec: AccountSpec
  /** What FA prints: its rows, and the figures in the sheet's title. */
  book: DayBook
  rows: FaRow[]
  /** What O3.2 prints. */
  o32: DayBook
  /** The day in the file's name. */
  fileDate: string
}

interface Fault {
  /** The check that has to find it. */
  check: CheckId | 'R-CHK-16' | 'R-CHK-17' | 'R-CHK-27'
  /** Trading days before the last one; 0 where it is left out. */
  daysBack?: number
  /** The account that it falls on where none is named; the first where it is left out. */
  code?: string
  /** Funds whose class nobody told. */
  leavesOutFunds?: readonly string[]
  /** Null: FA sends no valuation. */
  apply(day: Exported, isTradingDay: IsTradingDay): Exported | null
}

/** A day as it should be exported. */
export const exported = (spec: AccountSpec, book: DayBook): Exported => ({
  spec,
  book,
  rows: faRows(spec, book),
  o32: book,
  fileDate: book.day.date,
})

/** FA and O3.2 tell the same, changed story. */
const bothTell = (day: Exported, book: DayBook): Exported => ({ ...exported(day.spec, book), fileDate: day.fileDate })
/** FA alone tells another story. */
const faTells = (day: Exported, book: DayBook): Exported => ({ ...bothTell(day, book), o32: day.o32 })

function changeRows(day: Exported, isMeant: (row: FaRow) => boolean, change: (row: FaRow) => FaRow): Exported {
  return { ...day, rows: day.rows.map((row) => (isMeant(row) ? change(row) : row)) }
}

const valueMoreBy =
  (amountE4: bigint) =>
  (row: FaRow): FaRow => ({ ...row, marketValueE4: (row.marketValueE4 ?? 0n) + amountE4 })

const isLabelled =
  (label: string) =>
  ({ code }: FaRow): boolean =>
    code.length === 1 && code[0] === label
const isUnder =
  (account: string) =>
  ({ code }: FaRow): boolean =>
    code[0] === account

function largest(book: DayBook): HoldingBook {
  const [first, ...rest] = book.holdings.filter(({ fund, sharesE4 }) => sharesE4 > 0n && fund.kind === 'open-end')
  if (!first) throw new RangeError('the account holds no open-end fund on the day of the fault')
  return rest.reduce((most, holding) => (holding.marketValueE4 > most.marketValueE4 ? holding : most), first)
}

const isLargest =
  (book: DayBook) =>
  ({ code }: FaRow): boolean =>
    code[2] === '01' && code[3] === largest(book).fund.code

/** The largest holding with other shares or another price, and everything that follows from it. */
function holdsOtherwise(book: DayBook, change: Partial<Pick<HoldingBook, 'sharesE4' | 'priceE8'>>): DayBook {
  const before = largest(book)
  const after = { ...before, ...change }
  after.marketValueE4 = worth(after.sharesE4, after.priceE8)
  const moreE4 = after.marketValueE4 - before.marketValueE4
  after.bookCostE4 += moreE4
  const account = fundCost(before.fund.code)
  const netAssetsE4 = book.netAssetsE4 + moreE4
  return {
    ...book,
    netAssetsE4,
    ...navs(book, unitNavOf(netAssetsE4, book.sharesE4)),
    balances: new Map([...book.balances, [account, (book.balances.get(account) ?? 0n) + moreE4]]),
    holdings: book.holdings.map((holding) => (holding === before ? after : holding)),
  }
}

const navs = (book: DayBook, unitNavE8: bigint): Pick<DayBook, 'unitNavE8' | 'accumulatedNavE8'> => ({
  unitNavE8,
  accumulatedNavE8: book.accumulatedNavE8 + unitNavE8 - book.unitNavE8,
})

/** The price of the largest holding that moves net assets by so many thousandths. */
function pricedOtherwise(day: Exported, thousandths: bigint): Exported {
  const { priceE8, marketValueE4 } = largest(day.book)
  const moreE8 = divideRound(priceE8 * day.book.netAssetsE4 * thousandths, marketValueE4 * 10_000_000n) * 10_000n
  return bothTell(day, holdsOtherwise(day.book, { priceE8: priceE8 + moreE8 }))
}

/** Money moved in four times at the end of the day's journal; the last balance is a yuan too high. */
function movesMoney({ journal }: DayBook): JournalRow[] {
  const before = journal.at(-1)?.balanceE4 ?? 0n
  const moved = { operation: '资金划入', account: '银行存款', fund: null, priceE8: 0n, confirmedE4: 0n, qtyE4: 0n }
  const fees = { commissionE4: 0n, handlingE4: 0n, otherFeeE4: 0n }
  return [1, 2, 3, 4].map((at) => {
    const wrongE4 = at === 4 ? yuan(1) : 0n
    return { ...moved, ...fees, cashE4: yuan(100), subjectE4: yuan(100), balanceE4: before + yuan(at * 100) + wrongE4 }
  })
}

/** A later month end on which no exchange is open, so that nothing but its lateness is wrong. */
function closedMonthEnd(date: string, isTradingDay: IsTradingDay): string {
  let end = monthEnd(addDays(date, 365))
  while (isTradingDay(end)) end = monthEnd(addDays(end, 1))
  return end
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
