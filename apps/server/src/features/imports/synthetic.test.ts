import { hasSharedData, readShared } from '@sma/importers/testing/files'
import { formatScaled } from '@sma/finance/decimal'
import { describe, expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { codes, FUNDS, importing, PORTFOLIOS, shared, sharedFolder, text } from '../../testing/import-bench'

interface ExpectedDay {
  date: string
  port: string
  units: number
  net: number
  unit: number
  assets: number
  liabilities: number
  mgmt: number
  custody: number
  withholding: number
  holdings: { f: string; qty: number; cost: number; price: number; mv: number }[]
}

const master = [text('portfolios.csv', PORTFOLIOS), text('funds.csv', FUNDS)]
const json = (folder: string, name: string): unknown => JSON.parse(new TextDecoder().decode(readShared(folder, name)))
const money = (value: number) => value.toFixed(2)
const e4 = (value: bigint | null) => (value === null ? null : formatScaled(value, 4, 2))

async function publishedDays(deps: TestDeps) {
  return deps.db
    .selectFrom('published_day as p')
    .innerJoin('valuation as v', (join) =>
      join
        .onRef('v.portfolio_id', '=', 'p.portfolio_id')
        .onRef('v.date', '=', 'p.date')
        .onRef('v.version', '=', 'p.version'),
    )
    .innerJoin('portfolio as a', 'a.id', 'p.portfolio_id')
    .selectAll('v')
    .select('a.code')
    .orderBy('a.code')
    .orderBy('v.date')
    .execute()
}

describe.skipIf(!hasSharedData)('shared/data/synthetic', () => {
  forEachEngine('the whole book', (open) => {
    it('publishes every day with the expected figures', async () => {
      const deps = await open()
      const folders = ['synthetic/a_gzb', 'synthetic/b_fadb', 'synthetic/c_o32']
      const reports = await importing(deps, [...folders.flatMap(sharedFolder), ...master], {})
      const waiting = [...reports.values()].filter(({ status }) => status === 'held' || status === 'rejected')
      expect(waiting.map(({ path, problems }) => [path, problems])).toEqual([])

      const { valuations } = json('synthetic', 'expected.json') as { valuations: ExpectedDay[] }
      const days = await publishedDays(deps)
      expect(days.length).toBeGreaterThan(20)
      for (const day of days) {
        const wanted = valuations.find(({ port, date }) => port === day.code && date === day.date)
        if (!wanted) throw new Error(`${day.code} ${day.date} is not expected`)
        expect([day.version, e4(day.net_assets_e4), e4(day.shares_e4), formatScaled(day.unit_nav_e8, 8, 4)]).toEqual([
          1,
          money(wanted.net),
          money(wanted.units),
          wanted.unit.toFixed(4),
        ])
        expect([e4(day.total_assets_e4), e4(day.total_liabilities_e4)]).toEqual([
          money(wanted.assets),
          money(wanted.liabilities),
        ])
        expect([
          e4(day.management_payable_e4),
          e4(day.custodian_payable_e4),
          e4(day.audit_payable_e4),
          e4(day.performance_payable_e4),
        ]).toEqual([money(wanted.mgmt), money(wanted.custody), money(wanted.withholding), '0.00'])
        const holdings = await deps.db
          .selectFrom('holding')
          .selectAll()
          .where('portfolio_id', '=', day.portfolio_id)
          .where('date', '=', day.date)
          .orderBy('fund_code')
          .execute()
        const shown = holdings.map((row) => [row.fund_code, e4(row.shares_e4), e4(row.market_value_e4)])
        const listed = wanted.holdings.map((row) => [row.f, money(row.qty), money(row.mv)])
        expect(shown).toEqual(listed.sort((left, right) => ((left[0] ?? '') < (right[0] ?? '') ? -1 : 1)))
        for (const row of holdings) expect(row.o32_cost_e4 === null).toBe(day.date === '2023-12-31')
      }
      const flows = await deps.db.selectFrom('client_flow').selectAll().orderBy('date').execute()
      expect(flows.map((row) => [row.date, row.kind, e4(row.shares_e4), e4(row.amount_e4), row.state])).toEqual([
        ['2023-12-28', 'redemption', '1000000.00', '987100.00', 'published'],
        ['2023-12-29', 'subscription', '487044.61', '500000.00', 'published'],
      ])
      const trades = await deps.db.selectFrom('fund_transaction').select('state').execute()
      expect(trades.map((row) => row.state)).toEqual(Array.from({ length: 11 }, () => 'published'))

      const again = await importing(deps, folders.flatMap(sharedFolder), {})
      expect([...new Set([...again.values()].map(({ status }) => status))]).toEqual(['unchanged'])
      expect((await publishedDays(deps)).map(({ version }) => version)).toEqual(days.map(() => 1))
    })

    it('takes the sheets first and the O3.2 exports later', async () => {
      const deps = await open()
      const sheets = await importing(deps, [...master, ...sharedFolder('synthetic/a_gzb')], {})
      const late = sheets.get('synthetic/a_gzb/示例稳健一号_20231229.xls')
      expect([late?.status, codes(late)]).toEqual(['held', ['R-CHK-10']])
      const o32 = await importing(deps, sharedFolder('synthetic/c_o32'), {})
      expect([...o32.values()].filter(({ status }) => status === 'held' || status === 'rejected')).toEqual([])
      const held = await deps.db.selectFrom('valuation').select('date').where('state', '=', 'held').execute()
      expect(held).toEqual([])
    })
  })

  forEachEngine('malformed and odd files', (open) => {
    const manifest = hasSharedData
      ? (json('synthetic/bad', 'manifest.json') as { file: string; case: string; expect: string }[])
      : []
    const STATUSES: Record<string, string> = {
      accept: 'applied',
      review: 'held',
      reject: 'rejected',
      'accept+review': 'held',
    }
    it.each(manifest)('$file: $expect', async ({ file, expect: wanted }) => {
      const deps = await open()
      const reports = await importing(deps, [...master, shared('synthetic/bad', file)], {})
      const report = reports.get(`synthetic/bad/${file}`)
      const blocking = (report?.problems ?? []).filter(({ severity }) => severity !== 'warning')
      expect([report?.status, blocking.length > 0]).toEqual([STATUSES[wanted], wanted !== 'accept'])
      const published = (await publishedDays(deps)).map(({ code, date }) => `${code} ${date}`)
      const shown = (report?.days ?? []).filter(({ state }) => state === 'published')
      expect(shown.map(({ portfolio, date }) => `${portfolio} ${date}`).sort()).toEqual(published)
      expect(wanted === 'review' || wanted === 'reject' ? published : []).toEqual([])
    })

    it('stores the good account of a dump and refuses the incomplete one', async () => {
      const deps = await open()
      const file = 'b50_guzhibiao_partial_20240102.xls'
      const reports = await importing(deps, [...master, shared('synthetic/bad', file)], {})
      expect(reports.get(`synthetic/bad/${file}`)?.days).toEqual([
        { portfolio: 'SMA001', date: '2024-01-02', state: 'published' },
        { portfolio: 'SMA002', date: '2024-01-02', state: 'rejected' },
      ])
    })

    it('do not stop the good files beside them', async () => {
      const deps = await open()
      const bad = sharedFolder('synthetic/bad')
      const good = [...sharedFolder('synthetic/a_gzb'), ...sharedFolder('synthetic/c_o32')]
      const reports = await importing(deps, [...master, ...bad, ...good], {})
      const days = (await publishedDays(deps)).filter(({ code }) => code === 'SMA001')
      expect(days).toHaveLength(12)
      expect(days.every(({ version }) => version === 1)).toBe(true)
      expect(formatScaled(days.at(-1)?.net_assets_e4 ?? 0n, 4, 2)).toBe('10847498.12')
      const paths = good.map(({ path }) => path)
      const waiting = paths.filter((path) => ['held', 'rejected'].includes(reports.get(path)?.status ?? ''))
      expect(waiting).toEqual([])
    })
  })
})
