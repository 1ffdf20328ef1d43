/** Neutral flows and transactions: equal rows are two facts, told apart by their place in the source. */
import { absolute } from '@sma/finance/decimal'
import type { FlowKind, Operation } from '@sma/finance/facts'
import type { Row } from '../row'
import type { FieldOf } from './columns'
import { type Builder, type Places, neutralReader } from './read'
import { needChoice, needPortfolioDay } from './values'
import { FLOW_WORDS, OPERATION_WORDS, operationOf } from './words'

const flows: Builder<'flows'> = {
  kind: 'flows',
  column: 'date',
  key: () => null,
  build: (row, places) => {
    const day = needPortfolioDay(row)
    const flowKind = needChoice<FieldOf<'flows'>, FlowKind>(row, 'kind', {
      words: FLOW_WORDS,
      placeholder: 'subscription',
    })
    const leaves = flowKind !== 'subscription'
    return {
      kind: 'flow',
      origin: 'neutral',
      ...day,
      flowKind,
      amountE4: magnitude(row, { field: 'amount', value: row.needMoney('amount'), mayBeNegative: leaves }),
      sharesE4: optional(row, { field: 'shares', value: row.money('shares'), mayBeNegative: leaves }),
      unitNavE8: row.price('unit_nav'),
      feeE4: row.fee('fee'),
      place: `#${places.next(`${day.portfolio.value} ${day.date}`)}`,
    }
  },
}

const PURCHASES: readonly Operation[] = ['subscribe', 'switch-in', 'buy']
const SALES: readonly Operation[] = ['redeem', 'switch-out', 'sell', 'adjust-out', 'transfer-out']
const WITHOUT_MONEY: readonly Operation[] = ['split', 'adjust-in', 'adjust-out', 'transfer-in', 'transfer-out']

const transactions: Builder<'transactions'> = {
  kind: 'transactions',
  column: 'source_no',
  key: (record) =>
    record.kind === 'transaction' && !COUNTED_PLACE.test(record.place)
      ? JSON.stringify([record.portfolio.value, record.date, record.place])
      : null,
  build: (row, places) => {
    const day = needPortfolioDay(row)
    const operation = needOperation(row)
    const stated = statedFigures(row, operation)
    return {
      kind: 'transaction',
      origin: 'neutral',
      ...day,
      fundCode: row.needFundCode('fund_code'),
      fundName: null,
      operation,
      ...stated,
      priceE8: row.price('price'),
      feeE4: row.fee('fee'),
      place: placeOf(row, { places, key: `${day.portfolio.value} ${day.date}` }),
    }
  },
}

function needOperation(row: Row<FieldOf<'transactions'>>): Operation {
  const label = row.label('operation')
  const operation = operationOf(label)
  if (operation !== null) return operation
  const code = label === '' ? 'value-missing' : 'operation-unknown'
  row.refuse(code, 'operation', { expected: OPERATION_WORDS.expected })
  return 'subscribe'
}

/** Money and shares as magnitudes; 0 beside a figure counts as not stated (R-TRX-3). */
function statedFigures(row: Row<FieldOf<'transactions'>>, operation: Operation) {
  const amount = { field: 'amount' as const, value: row.money('amount'), mayBeNegative: PURCHASES.includes(operation) }
  const amountE4 = optional(row, amount) || null
  const rawShares = row.money('shares')
  const shares = { field: 'shares' as const, value: rawShares, mayBeNegative: SALES.includes(operation) }
  const sharesE4 = (operation === 'split' ? rawShares : optional(row, shares)) || null
  const needed = WITHOUT_MONEY.includes(operation) || operation === 'reinvest' ? 'shares' : 'amount'
  const lacks = operation === 'dividend' ? amountE4 === null : needed === 'shares' ? sharesE4 === null : false
  if (!row.refused && (lacks || (amountE4 === null && sharesE4 === null))) {
    row.refuse('value-missing', needed, { expected: '≠ 0' })
  }
  return { amountE4, sharesE4 }
}

interface Signed<Field extends string> {
  field: Field
  value: bigint | null
  /** Ledgers write money paid, or shares sold, as negative. */
  mayBeNegative: boolean
}

function optional<Field extends string>(row: Row<Field>, signed: Signed<Field>): bigint | null {
  return signed.value === null ? null : magnitude(row, { ...signed, value: signed.value })
}

function magnitude<Field extends string>(row: Row<Field>, of: Signed<Field> & { value: bigint }): bigint {
  if (of.value < 0n && !of.mayBeNegative) row.refuse('value-invalid', of.field, { expected: '≥ 0' })
  return absolute(of.value)
}

const COUNTED_PLACE = /^#\d+$/
const MAX_SOURCE_NO = 60

/** `source_no` where it is given (one that looks like a counted place is marked), else `#n` counted over all rows of the day. */
function placeOf(row: Row<FieldOf<'transactions'>>, of: { places: Places; key: string }): string {
  const place = `#${of.places.next(of.key)}`
  const sourceNo = row.text('source_no', MAX_SOURCE_NO)
  if (sourceNo === null) return place
  return COUNTED_PLACE.test(sourceNo) ? `#${sourceNo}` : sourceNo
}

export const movementReaders = [neutralReader(flows), neutralReader(transactions)]
