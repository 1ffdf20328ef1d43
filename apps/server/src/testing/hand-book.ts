/**
 * A small account worked by hand, published row by row. Two trading days have no valuation (2021-10-18, 2021-10-19), one
 * valuation is a month end on a Sunday (2021-10-31).
 *
 * 2021-10-14 launch with 1,000,000.00 at 1.0000
 * 2021-10-15 buys 110011 (300,000.00, fee 300.00, at 1.5000: 199,800.00 shares), 000759 (200,000.00 at 1.0000) and
 *            000216 (100,000.00 at 2.0000: 50,000.00 shares); net 299,700 + 200,000 + 100,000 + cash 400,000 = 999,700.00
 * 2021-10-20 110011 at 1.6000 = 319,680.00; sells all 000216 at 2.1000, fee 105.00: 104,895.00; net 1,024,575.00
 * 2021-10-29 client subscribes 500,000.00 at 1.0246 = 487,995.32 shares; 110011 at 1.5800 = 315,684.00; net 1,520,579.00
 * 2021-10-31 300.00 of management fee accrued; net 1,520,279.00
 * 2021-11-01 110011 at 1.6200 = 323,676.00; buys 002864 for 10,000.00, price not stated; net 1,528,271.00
 * 2021-11-02 distributes 74,399.77 (0.05 a share); 000759 reinvests 12.34; 110011 at 1.6500 = 329,670.00; net 1,459,877.57
 */
import { addBenchmark, addFlow, addFund, addPortfolio, addTransactions, publishDay } from './published-rows'
import type { TestPortfolio } from './published-rows'
import type { Db } from '../db/schema'

const BEFORE = '1000000'
const AFTER = '1487995.32'
const NOTHING_OWED = { management: '0', custodian: '0', audit: '0' }
const FEE_OWED = { management: '300', custodian: '0', audit: '0' }

export async function addFunds(db: Db): Promise<void> {
  await addFund(db, '110011', '易方达中小盘', 'equity')
  await addFund(db, '000759', '平安财富宝', 'money')
  await addFund(db, '000216', '华安黄金易ETF联接A', 'alternative')
  await addFund(db, '002864', '广发安泽A', 'fixed-income')
}

/** Publishes the account above for `clients`; the funds must be there. */
export async function publishHandBook(db: Db, code: string, clients: string[]): Promise<TestPortfolio> {
  const portfolio = await addPortfolio(db, { code, launchDate: '2021-10-14', benchmark: '沪深300', clients })
  await publishOctober(db, portfolio)
  await publishNovember(db, portfolio)
  await addTransactions(db, portfolio, [
    { date: '2021-10-15', fund: '110011', operation: 'subscribe', amount: '300000', price: '1.5', fee: '300' },
    {
      date: '2021-10-15',
      fund: '000759',
      operation: 'subscribe',
      amount: '200000',
      shares: '200000',
      price: '1',
      fee: '0',
    },
    {
      date: '2021-10-15',
      fund: '000216',
      operation: 'switch-in',
      amount: '100000',
      shares: '50000',
      price: '2',
      fee: '0',
    },
    { date: '2021-10-20', fund: '000216', operation: 'redeem', shares: '50000', price: '2.1', fee: '105' },
    { date: '2021-11-01', fund: '002864', operation: 'subscribe', amount: '10000' },
    { date: '2021-11-02', fund: '000759', operation: 'reinvest', shares: '12.34', price: '1' },
    { date: '2021-11-03', fund: '110011', operation: 'redeem', shares: '100', price: '1.7', fee: '1' },
    { date: '2021-11-02', fund: '110011', operation: 'redeem', shares: '7', price: '1.7', fee: '1', state: 'staged' },
  ])
  await addFlow(db, portfolio, {
    date: '2021-10-29',
    kind: 'subscription',
    amount: '500000',
    shares: '487995.32',
    nav: '1.0246',
  })
  await addFlow(db, portfolio, { date: '2021-11-02', kind: 'distribution', amount: '74399.77' })
  await addBenchmark(db, portfolio, {
    '2021-10-14': '4900',
    '2021-10-29': '4908.77',
    '2021-10-31': '4900',
    '2021-11-01': '4949',
  })
  return portfolio
}

async function publishOctober(db: Db, portfolio: TestPortfolio): Promise<void> {
  const money = { fund: '000759', shares: '200000', nav: '1', value: '200000' }
  const equity = { fund: '110011', shares: '199800' }
  const gold = { fund: '000216', shares: '50000', nav: '2', value: '100000', priceDate: '2021-10-14' }
  await publishDay(db, portfolio, {
    date: '2021-10-15',
    net: '999700',
    shares: BEFORE,
    payables: NOTHING_OWED,
    nav: '0.9997',
    holdings: [{ ...equity, nav: '1.5', value: '299700' }, money, gold],
  })
  await publishDay(db, portfolio, {
    date: '2021-10-20',
    net: '1024575',
    shares: BEFORE,
    payables: NOTHING_OWED,
    nav: '1.0246',
    holdings: [{ ...equity, nav: '1.6', value: '319680' }, money],
  })
  await publishDay(db, portfolio, {
    date: '2021-10-29',
    net: '1520579',
    shares: AFTER,
    nav: '1.0219',
    accumulated: null,
    payables: NOTHING_OWED,
    holdings: [{ ...equity, nav: '1.58', value: '315684' }, money],
  })
  await publishDay(db, portfolio, {
    date: '2021-10-31',
    net: '1520279',
    shares: AFTER,
    nav: '1.0217',
    payables: FEE_OWED,
  })
}

async function publishNovember(db: Db, portfolio: TestPortfolio): Promise<void> {
  const bond = { fund: '002864', shares: '5000', nav: '2', value: '10000' }
  await publishDay(db, portfolio, {
    date: '2021-11-01',
    net: '1528271',
    shares: AFTER,
    payables: FEE_OWED,
    nav: '1.0271',
    holdings: [
      { fund: '110011', shares: '199800', nav: '1.62', value: '323676' },
      { fund: '000759', shares: '200000', nav: '1', value: '200000' },
      bond,
    ],
  })
  await publishDay(db, portfolio, {
    date: '2021-11-02',
    net: '1459877.57',
    shares: AFTER,
    payables: FEE_OWED,
    nav: '0.9811',
    accumulated: '1.0311',
    holdings: [
      { fund: '110011', shares: '199800', nav: '1.65', value: '329670' },
      { fund: '000759', shares: '200012.34', nav: '1', value: '200012.34' },
      bond,
    ],
  })
}
