/** The published reference case, fed in as neutral CSV files and read back through the HTTP API: every figure that its files determine. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatScaled, moneyText, parseE4, parseE8 } from '@sma/finance/decimal'
import { beforeAll, describe, expect, it } from 'vitest'
import { importPaths } from '../apps/server/src/features/imports/import-paths'
import { forEachEngine, type TestDeps } from '../apps/server/src/testing/engines'
import { openReadApp, type ReadApp } from '../apps/server/src/testing/read-app'
import { hasSharedData, sharedRows } from '../packages/finance/testing/shared-data'

const DAY = '2021-11-23'
const SHARES = '10000000'

/** Net assets where the case states them or its gains determine them; elsewhere unit NAV × shares. */
const NET_ASSETS: Record<string, string> = {
  '2020-10-14': '10000000.00',
  '2020-12-31': '10235140.43',
  '2021-10-29': '10353503.80',
  '2021-11-22': '10483085.20',
  '2021-11-23': '10462944.40',
}

const CLASS_OF: Record<string, string> = {
  固收: 'fixed-income',
  权益: 'equity',
  另类: 'alternative',
  货币: 'money',
  现金: 'cash',
}

/** One fund for each class that the case does not break down. */
const CLASS_FUND: Record<string, string> = { 固收: '000191', 权益: '110011', 货币: '000759' }

type Row = Record<string, string>

const csv = (header: string, rows: string[][]): string => [header, ...rows.map((row) => row.join(','))].join('\n')

const at = (row: Row | undefined, column: string): string => {
  const cell = row?.[column]
  if (cell === undefined) throw new Error(`the reference case has no column ${column}`)
  return cell
}

const reference = (file: string): Row[] => sharedRows(`reference-case/${file}.csv`)

function masterFiles(): Record<string, string> {
  const funds = new Map(
    [...reference('first-transactions'), ...reference('alternative-holdings')].map((row) => [
      at(row, 'fund_code'),
      at(row, 'fund_name'),
    ]),
  )
  const alternative = new Set(reference('alternative-holdings').map((row) => at(row, 'fund_code')))
  const classOf = (code: string) => {
    const name = Object.keys(CLASS_FUND).find((label) => CLASS_FUND[label] === code)
    return alternative.has(code) ? 'alternative' : name ? (CLASS_OF[name] ?? '') : 'equity'
  }
  return {
    'portfolios.csv': csv('portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares', [
      ['SA5001', '参考组合', 'balanced', '2020-10-14', SHARES, SHARES],
    ]),
    'funds.csv': csv(
      'fund_code,fund_name,asset_class',
      [...funds].map(([code, name]) => [code, name, classOf(code)]),
    ),
    'clients.csv': csv('client_no,client_name,id_number,phone,portfolio_codes', [
      ['C1', '示例客户', '110101199001010015', '13800000999', 'SA5001'],
    ]),
    'valuations.csv': csv(
      'portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav',
      reference('unit-nav').map((row) => {
        const [date, nav] = [at(row, 'date'), at(row, 'unit_nav')]
        return ['SA5001', date, NET_ASSETS[date] ?? moneyText((parseE4(nav) ?? 0n) * BigInt(SHARES)), SHARES, nav, nav]
      }),
    ),
  }
}

/** Holdings of the last day that give its classes; the funds of 另类 as the case lists them. */
function holdingsFile(): string {
  const classes = reference('classes').filter((row) => CLASS_FUND[at(row, 'asset_class')])
  const value = (name: string) =>
    at(
      reference('classes').find((row) => at(row, 'asset_class') === name),
      'market_value',
    )
  return csv('portfolio_code,date,fund_code,shares,unit_nav,market_value,cost,profit', [
    ...classes.map((row) => {
      const marketValue = at(row, 'market_value')
      return ['SA5001', DAY, CLASS_FUND[at(row, 'asset_class')] ?? '', marketValue, '1.0000', marketValue, '', '']
    }),
    ...reference('alternative-holdings')
      .filter((row) => at(row, 'fund_code') !== '000216')
      .map((row) => [
        'SA5001',
        DAY,
        at(row, 'fund_code'),
        at(row, 'shares'),
        at(row, 'unit_nav'),
        at(row, 'unit_nav') ? value('另类') : '0',
        at(row, 'cost'),
        at(row, 'total_profit'),
      ]),
  ])
}

const TRANSACTION_COLUMNS = 'portfolio_code,date,fund_code,operation,amount,shares,price,fee'

const goldFile = (): string =>
  csv(
    TRANSACTION_COLUMNS,
    reference('fund-000216-transactions').map((row) => {
      const [size, isMoney] = [at(row, 'size'), at(row, 'unit') === '元']
      const sizes = isMoney ? [size, ''] : ['', size]
      return ['SA5001', at(row, 'date'), '000216', at(row, 'operation'), ...sizes, at(row, 'price'), at(row, 'fee')]
    }),
  )

const firstFile = (): string =>
  csv(
    TRANSACTION_COLUMNS,
    reference('first-transactions').map((row) => {
      const start = ['SA5001', at(row, 'date'), at(row, 'fund_code'), at(row, 'operation')]
      return [...start, at(row, 'amount'), at(row, 'shares'), '', '']
    }),
  )

/** A rate as the case prints it: percent with two decimals. */
const percent = (rate: string): string => formatScaled(parseE8(rate) ?? 0n, 6, 2)

interface Holding {
  fundCode: string
  status: string
}

interface Loaded {
  get(path: string): Promise<unknown>
}

async function importAll(deps: TestDeps, files: Record<string, string>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'sma-reference-'))
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text)
    const report = await importPaths(deps, [dir], { publish: true, by: 'test', reason: null, language: 'zh-CN' })
    const blocked = report.files.filter(({ status }) => status !== 'applied')
    expect(blocked).toEqual([])
  } finally {
    await rm(dir, { recursive: true })
  }
}

async function load(deps: TestDeps, files: Record<string, string>): Promise<Loaded> {
  await importAll(deps, files)
  const app: ReadApp = openReadApp(deps)
  const { id } = await deps.db.selectFrom('client').select('id').executeTakeFirstOrThrow()
  return { get: async (path) => (await app.get(`/portfolios/SA5001${path}`, { 'x-client': id })).body }
}

describe.skipIf(!hasSharedData)(
  `reference case${hasSharedData ? '' : ' (skipped: no shared data beside the project)'}`,
  () => {
    forEachEngine('the day and one fund', (open) => {
      let loaded: Loaded
      beforeAll(async () => {
        const files = { ...masterFiles(), 'holdings.csv': holdingsFile(), 'transactions.csv': goldFile() }
        loaded = await load(await open(), files)
      })

      it('shows the asset classes', async () => {
        const { classes } = (await loaded.get('')) as {
          classes: { assetClass: string; ratio: string; marketValue: string }[]
        }
        const shown = classes.map((row) => [row.assetClass, percent(row.ratio), row.marketValue])
        const stated = reference('classes').map((row) => [
          CLASS_OF[at(row, 'asset_class')],
          at(row, 'percent'),
          at(row, 'market_value'),
        ])
        expect(shown).toEqual(stated)
      })

      it('shows the account', async () => {
        expect(await loaded.get('')).toMatchObject({
          date: DAY,
          firstDate: '2020-10-14',
          unitNav: '1.0463',
          netAssets: '10462944.40',
          shares: '10000000.00',
          dayGain: '-20140.80',
          dayReturn: '-0.00190785',
          gainSinceInception: '462944.40',
          returnSinceInception: '0.04630000',
        })
      })

      it('shows the five periods', async () => {
        const { periods } = (await loaded.get('/performance/periods')) as { periods: Row[] }
        const shown = periods.map((row) => [row['from'], row['to'], row['gain'], percent(row['return'] ?? '')])
        const stated = reference('periods').map((row) => [
          at(row, 'from'),
          at(row, 'to'),
          at(row, 'gain'),
          at(row, 'return_percent'),
        ])
        expect(shown).toEqual(stated)
        expect(periods.map((row) => row['status'])).toEqual(['ok', 'ok', 'ok', 'short', 'ok'])
      })

      it('draws the unit NAV of every valuation', async () => {
        const curve = await loaded.get('/performance/nav?period=since-inception')
        const stated = reference('unit-nav')
        const navs = stated.map((row) => at(row, 'unit_nav'))
        expect(curve).toMatchObject({ dates: stated.map((row) => at(row, 'date')), unitNav: navs })
        expect(curve).toMatchObject({ accumulatedNav: navs, adjustedNav: navs.map((nav) => `${nav}0000`) })
      })

      it('opens the first period', async () => {
        const { periods } = (await loaded.get(`/performance/periods?from=${DAY}&to=${DAY}`)) as { periods: Row[] }
        const [stated] = reference('day-2021-11-23')
        const shown = periods[0]
        expect(shown).toMatchObject({
          openingAssets: at(stated, 'opening_assets'),
          subscriptions: at(stated, 'subscriptions'),
          redemptions: at(stated, 'redemptions'),
          closingAssets: at(stated, 'closing_assets'),
          distributions: at(stated, 'distributions'),
          baseDate: '2021-11-22',
        })
        expect(percent(at(shown, 'return'))).toBe(at(stated, 'return_percent'))
      })

      it('shows the holdings of 另类 with what they earned in all, the sold-out ones too', async () => {
        const { classes } = (await loaded.get('/holdings')) as {
          classes: { assetClass: string; holdings: (Row & Holding)[] }[]
        }
        const holdings = classes.find((row) => row.assetClass === 'alternative')?.holdings ?? []
        for (const stated of reference('alternative-holdings')) {
          const shown = holdings.find((row) => row.fundCode === at(stated, 'fund_code'))
          expect(shown).toMatchObject({
            fundName: at(stated, 'fund_name'),
            shares: at(stated, 'shares'),
            cost: at(stated, 'cost'),
            unitNav: at(stated, 'unit_nav') || null,
            profit: at(stated, 'total_profit'),
            status: at(stated, 'unit_nav') ? 'held' : 'sold-out',
          })
          expect(percent(at(shown, 'ratio'))).toBe(at(stated, 'percent'))
        }
        expect(holdings).toHaveLength(3)
      })

      it('shows every transaction of 000216, with the shares that its purchase bought', async () => {
        expect(await loaded.get('/transactions?fund=000216')).toMatchObject({
          total: 3,
          items: [
            {
              no: 1,
              date: '2020-10-15',
              operation: 'subscribe',
              amount: '150000.00',
              shares: '102216.04',
              price: '1.4666',
              fee: '89.96',
              derived: ['shares'],
            },
            // 50,000.00 × 1.3994 − 69.97 and 52,216.04 × 1.3155 − 68.69.
            {
              date: '2021-01-11',
              operation: 'switch-out',
              amount: '69900.03',
              shares: '50000.00',
              derived: ['amount'],
            },
            { date: '2021-03-04', operation: 'redeem', amount: '68621.51', shares: '52216.04', derived: ['amount'] },
          ],
        })
      })
    })

    forEachEngine('the first transactions', (open) => {
      let loaded: Loaded
      beforeAll(async () => {
        loaded = await load(await open(), { ...masterFiles(), 'transactions.csv': firstFile() })
      })

      it('lists the records with their numbers', async () => {
        const { total, items } = (await loaded.get('/transactions')) as { total: number; items: Row[] }
        const stated = reference('first-transactions')
        expect(total).toBe(stated.length)
        expect(
          items.map((row) => [String(row['no']), row['date'], row['fundCode'], row['fundName'], row['amount']]),
        ).toEqual(
          stated.map((row) => ['no', 'date', 'fund_code', 'fund_name', 'amount'].map((column) => at(row, column))),
        )
        expect(items.every((row) => row['operation'] === 'buy' && row['shares'] === null)).toBe(true)
      })
    })
  },
)
