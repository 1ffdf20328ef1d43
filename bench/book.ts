/**
 * A large invented book, written straight into the tables: accounts × years of published days with holdings and transactions.
 * Only its shape and size matter here. Master data comes in by the ordinary import of the CSV text made here.
 */
import { sql } from 'kysely'
import type { Database } from '../apps/server/src/db/dialect'
import type { Db } from '../apps/server/src/db/schema'

export interface BookSize {
  accounts: number
  years: number
  fundsHeld: number
  transactions: number
  /** The day after the last one; left out: so many years after the launch. */
  until?: string
}

export const FULL_SIZE: BookSize = { accounts: 200, years: 5, fundsHeld: 40, transactions: 600 }
/** Who owns every account, so that reads can go over all of them; and who owns two, as clients do. */
export const OWNER_OF_ALL = { idNumber: '110101199001010015', phone: '13800000999' }
export const OWNER_OF_TWO = { idNumber: '110101199001010031', phone: '13800000998' }
const LAUNCH = '2020-01-02'
const ROWS_PER_STATEMENT = 500

export const codeOf = (account: number): string => `BE${String(account).padStart(4, '0')}`
const fundOf = (fund: number): string => `9${String(fund).padStart(5, '0')}`

const DAY_MS = 86_400_000

/** Weekdays of so many years: the bench needs days in order, not the exchange's. */
export function weekdays(years: number, until?: string): string[] {
  const days: string[] = []
  const first = until === undefined ? Date.parse(LAUNCH) : Date.parse(until) - years * 365 * DAY_MS
  for (let day = 0; day < years * 365; day++) {
    const date = new Date(first + day * DAY_MS)
    if (date.getUTCDay() % 6 !== 0) days.push(date.toISOString().slice(0, 10))
  }
  return days
}

const CLASSES = ['fixed-income', 'equity', 'alternative', 'money']

/** Neutral CSV of portfolios, funds and two clients. */
export function masterData({ accounts, fundsHeld }: BookSize): Record<string, string> {
  const portfolios = Array.from(
    { length: accounts },
    (_, i) => `${codeOf(i)},基准测试${i}号,balanced,${LAUNCH},10000000,10000000,沪深300`,
  )
  const funds = Array.from({ length: fundsHeld }, (_, i) => `${fundOf(i)},基准基金${i},${CLASSES[i % 4]}`)
  const codes = Array.from({ length: accounts }, (_, i) => codeOf(i)).join(';')
  return {
    'portfolios.csv': [
      'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,benchmark',
      ...portfolios,
    ].join('\n'),
    'funds.csv': ['fund_code,fund_name,asset_class', ...funds].join('\n'),
    'clients.csv': [
      'client_no,client_name,id_number,phone,portfolio_codes',
      `C1,测试,${OWNER_OF_ALL.idNumber},${OWNER_OF_ALL.phone},${codes}`,
      `C2,测试,${OWNER_OF_TWO.idNumber},${OWNER_OF_TWO.phone},${codeOf(0)};${codeOf(1)}`,
    ].join('\n'),
  }
}

/** Fills every account: the first is written, the others are copies of it made inside the database. */
export async function writeBook({ db, engine }: Database, size: BookSize): Promise<void> {
  const file = await db.selectFrom('source_file').select('id').executeTakeFirstOrThrow()
  const [first, ...others] = await db.selectFrom('portfolio').select(['id']).orderBy('code').execute()
  if (!first) return
  const days = weekdays(size.years, size.until)
  await db.transaction().execute(async (trx) => {
    await insertRows(trx, 'valuation', VALUATION_COLUMNS, valuationRows(first.id, days, file.id))
    await insertRows(trx, 'published_day', PUBLISHED_COLUMNS, publishedRows(first.id, days))
    await insertRows(trx, 'benchmark_value', BENCHMARK_COLUMNS, benchmarkRows(first.id, days))
    await insertRows(trx, 'holding', HOLDING_COLUMNS, holdingRows(first.id, days, size))
    await insertRows(trx, 'fund_transaction', TRANSACTION_COLUMNS, transactionRows(first.id, days, file.id, size))
  })
  const rest = others.values()
  const copyRest = async () => {
    for (const { id } of rest)
      await db.transaction().execute(async (trx) => {
        // MySQL looks up the parent of every row otherwise; they are known to be there.
        if (engine === 'mysql') await sql.raw('set foreign_key_checks = 0').execute(trx)
        for (const [table, columns] of COPIED) await copy(trx, table, columns, { from: first.id, to: id })
        await insertRows(trx, 'fund_transaction', TRANSACTION_COLUMNS, transactionRows(id, days, file.id, size))
        if (engine === 'mysql') await sql.raw('set foreign_key_checks = 1').execute(trx)
      })
  }
  // A database server works on two accounts at once.
  await Promise.all([copyRest(), copyRest()])
}

const VALUATION_COLUMNS =
  'portfolio_id,date,version,state,total_assets_e4,total_liabilities_e4,net_assets_e4,shares_e4,unit_nav_e8,accumulated_nav_e8,holdings_known,management_payable_e4,custodian_payable_e4,audit_payable_e4,figures_hash,source_file_id,created_at,published_at'
const PUBLISHED_COLUMNS = 'portfolio_id,date,version'
const BENCHMARK_COLUMNS = 'portfolio_id,date,value_e8'
const HOLDING_COLUMNS =
  'portfolio_id,date,version,fund_code,shares_e4,unit_nav_e8,market_value_e4,source_cost_e4,source_row'
const TRANSACTION_COLUMNS =
  'id,portfolio_id,date,place,version,state,position,fund_code,operation,amount_e4,shares_e4,price_e8,fee_e4,source_file_id,source_row'

const COPIED = [
  ['valuation', VALUATION_COLUMNS],
  ['published_day', PUBLISHED_COLUMNS],
  ['benchmark_value', BENCHMARK_COLUMNS],
  ['holding', HOLDING_COLUMNS],
] as const

const SHARES_E4 = 100_000_000_000

/** A NAV between 1 and 1.4 that moves a little every day. */
const navE4 = (day: number) => 10_000 + Math.round(day * 1.5 + 800 * Math.sin(day / 40))

function valuationRows(id: string, days: string[], fileId: string): string[] {
  const hash = '0'.repeat(64)
  return days.map((date, day) => {
    const nav = navE4(day)
    const net = (SHARES_E4 / 10_000) * nav
    const payable = 100_000 * (1 + (day % 20))
    return `'${id}','${date}',1,'published',${net + payable * 3},${payable * 3},${net},${SHARES_E4},${nav * 10_000},${nav * 10_000},1,${payable},${payable},${payable},'${hash}','${fileId}','${date}T10:00:00.000Z','${date}T11:00:00.000Z'`
  })
}

const publishedRows = (id: string, days: string[]): string[] => days.map((date) => `'${id}','${date}',1`)

const benchmarkRows = (id: string, days: string[]): string[] =>
  days.map((date, i) => `'${id}','${date}',${400_000_000_000 + i * 10_000_000}`)

/** Every third transaction of a fund redeems half of what each of the others buys; FA holds what they leave. */
const isPurchase = (transaction: number, { fundsHeld }: BookSize) => Math.floor(transaction / fundsHeld) % 3 !== 2
const BOUGHT_E4 = 180_000_000
const PRICE_E8 = 110_000_000
const dayOf = (transaction: number, days: string[], { transactions }: BookSize) =>
  Math.floor((transaction * days.length) / transactions)

function holdingRows(id: string, days: string[], size: BookSize): string[] {
  const held = Array.from({ length: size.fundsHeld }, () => 0)
  let next = 0
  return days.flatMap((date, day) => {
    for (; next < size.transactions && dayOf(next, days, size) <= day; next++) {
      const fund = next % size.fundsHeld
      held[fund] = (held[fund] ?? 0) + (isPurchase(next, size) ? BOUGHT_E4 : -BOUGHT_E4 / 2)
    }
    return held.flatMap((shares, fund) => {
      if (shares === 0) return []
      const value = Math.round((shares / 10_000) * navE4(day))
      return `'${id}','${date}',1,'${fundOf(fund)}',${shares},${navE4(day) * 10_000},${value},${value - 1_000_000},${fund + 10}`
    })
  })
}

function transactionRows(id: string, days: string[], fileId: string, size: BookSize): string[] {
  return Array.from({ length: size.transactions }, (_, i) => {
    const own = `${id.slice(-8)}${String(i).padStart(18, '0')}`
    const [operation, shares] = isPurchase(i, size) ? ['subscribe', BOUGHT_E4] : ['redeem', BOUGHT_E4 / 2]
    const texts = [own, id, days[dayOf(i, days, size)], `#${i}`].map((text) => `'${text}'`).join()
    const amount = (shares * PRICE_E8) / 100_000_000
    return `${texts},1,'published',${i},'${fundOf(i % size.fundsHeld)}','${operation}',${amount},${shares},${PRICE_E8},100000,'${fileId}',${i + 2}`
  })
}

/** Rows as the text of their values, as MySQL and SQLite read it. */
export async function insertRows(db: Db, table: string, columns: string, rows: string[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const values = rows.slice(start, start + ROWS_PER_STATEMENT).map((row) => `(${row})`)
    await sql.raw(`insert into ${table} (${columns}) values ${values.join(',')}`).execute(db)
  }
}

/** The rows of one account again, as another's. `columns` begins with the account's. */
async function copy(db: Db, table: string, columns: string, { from, to }: { from: string; to: string }): Promise<void> {
  const others = columns.slice(columns.indexOf(',') + 1)
  await sql
    .raw(`insert into ${table} (${columns}) select '${to}',${others} from ${table} where portfolio_id = '${from}'`)
    .execute(db)
}
