/** R-CLS-3: a class from a day on groups that day and those after it anew, and no day before. */
import { beforeEach, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { codes, importing, importText, text } from '../../testing/import-bench'
import type { Cookies } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'

const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
A1,甲,balanced,2024-01-02,1000,1000
A2,乙,balanced,2024-01-02,1000,1000
A3,丙,balanced,2024-01-02,1000,1000
`
const FUNDS = 'fund_code,fund_name,asset_class\n000001,示例一,fixed-income\n000002,示例二,equity\n'
const VALUATIONS = `portfolio_code,date,net_assets,shares,unit_nav
A1,2024-01-02,1000,1000,1.0000
A1,2024-01-03,1000,1000,1.0000
A1,2024-01-04,1000,1000,1.0000
A2,2024-01-02,1000,1000,1.0000
A1,2024-01-05,1060,1000,1.0600
A3,2024-01-02,1000,1000,1.0000
A3,2024-01-04,1000,1000,1.0000
`
/** A1 holds 600 in the one fund, 660 on the last day, and 300 in the other; A2 has figures of before the change alone, A3 holds the other fund. */
const HOLDINGS = `portfolio_code,date,fund_code,shares,unit_nav,market_value,cost
A1,2024-01-02,000001,600,1,600,600
A1,2024-01-02,000002,300,1,300,300
A1,2024-01-03,000001,600,1,600,600
A1,2024-01-03,000002,300,1,300,300
A1,2024-01-04,000001,600,1,600,600
A1,2024-01-04,000002,300,1,300,300
A1,2024-01-05,000001,600,1.1,660,600
A1,2024-01-05,000002,300,1,300,300
A2,2024-01-02,000001,500,1,500,500
A3,2024-01-02,000002,500,1,500,500
A3,2024-01-04,000002,500,1,500,500
`

forEachEngine('a class from a day on', (open) => {
  let deps: TestDeps
  let app: ReturnType<typeof buildApp>
  let operator: Cookies

  beforeEach(async () => {
    deps = await open()
    const files = { 'p.csv': PORTFOLIOS, 'f.csv': FUNDS, 'h.csv': HOLDINGS, 'v.csv': VALUATIONS }
    await importing(
      deps,
      Object.entries(files).map(([name, content]) => text(name, content)),
      {},
    )
    app = buildApp(deps)
    operator = await staffCookies(app, deps, 'operator')
  })

  const read = async (path: string) => (await asStaff(app, operator, ['GET', path])).body
  const setClass = (body: object) => asStaff(app, operator, ['PUT', '/funds/000001/class', body])
  /** Ratios of the five classes in their order, as the account's page shows them. */
  async function ratios(code: string, date: string, knownAt = ''): Promise<unknown[]> {
    const body = await read(`/portfolios/${code}?date=${date}${knownAt}`)
    const classes = (body?.['classes'] ?? []) as { ratio: string | null }[]
    return classes.map(({ ratio }) => ratio)
  }
  async function fundsBy(path: string): Promise<Record<string, unknown>> {
    const body = await read(path)
    const classes = (body?.['classes'] ?? []) as { assetClass: string; holdings: { fundCode: string }[] }[]
    return Object.fromEntries(
      classes.flatMap(({ assetClass, holdings }) => holdings.map(({ fundCode }) => [fundCode, assetClass])),
    )
  }
  async function revisions(): Promise<Record<string, number>> {
    const rows = await deps.db.selectFrom('portfolio').select(['code', 'revision']).execute()
    return Object.fromEntries(rows.map(({ code, revision }) => [code, revision]))
  }

  // 600 and 300 of 1,000: 0.6, 0.3 and 0.1 in cash; as equity, 0.9 together.
  const AS_BOND = ['0.60000000', '0.30000000', '0.00000000', '0.00000000', '0.10000000']
  const AS_EQUITY = ['0.00000000', '0.90000000', '0.00000000', '0.00000000', '0.10000000']

  it('groups allocation, holdings and contribution anew from its first day, and none before', async () => {
    expect(await ratios('A1', '2024-01-03')).toEqual(AS_BOND)
    const set = await setClass({ assetClass: 'equity', from: '2024-01-03', reason: '合同变更' })
    expect(set).toMatchObject({
      status: 200,
      body: {
        assetClass: 'equity',
        firstClass: 'fixed-income',
        laterClasses: [{ from: '2024-01-03', assetClass: 'equity' }],
      },
    })
    expect(await ratios('A1', '2024-01-02')).toEqual(AS_BOND)
    expect(await ratios('A1', '2024-01-03')).toEqual(AS_EQUITY)
    expect(await ratios('A1', '2024-01-04')).toEqual(AS_EQUITY)
    expect(await fundsBy('/portfolios/A1/holdings?date=2024-01-02')).toEqual({
      '000001': 'fixed-income',
      '000002': 'equity',
    })
    expect(await fundsBy('/portfolios/A1/holdings?date=2024-01-03')).toEqual({ '000001': 'equity', '000002': 'equity' })
    const classOfFund = async (date: string) => (await read(`/portfolios/A1/funds/000001?date=${date}`))?.['assetClass']
    expect([await classOfFund('2024-01-02'), await classOfFund('2024-01-03')]).toEqual(['fixed-income', 'equity'])
  })

  it('puts the whole profit of a fund into the class of the day shown', async () => {
    // 660 − 600 = 60, all of it in the first fund
    const gained = async () => {
      const page = await read('/portfolios/A1/one-page?date=2024-01-05')
      const { classes } = (page?.['contribution'] ?? { classes: [] }) as { classes: { profit: string | null }[] }
      return classes.map(({ profit }) => profit)
    }
    await setClass({ assetClass: 'equity', from: '2024-01-08', reason: '合同变更' })
    expect(await gained()).toEqual(['60.00', '0.00', '0.00', '0.00', '0.00'])
    await setClass({ assetClass: 'equity', from: '2024-01-05', reason: '合同变更' })
    expect(await gained()).toEqual(['0.00', '60.00', '0.00', '0.00', '0.00'])
  })

  it('opens the figure of a class by the class of its day', async () => {
    await setClass({ assetClass: 'equity', from: '2024-01-03', reason: '合同变更' })
    const value = async (date: string) =>
      (await read(`/portfolios/A1/trail?figure=class:equity&date=${date}`))?.['value']
    expect([await value('2024-01-02'), await value('2024-01-03')]).toEqual(['300.00', '900.00'])
  })

  it('says beforehand which accounts and days it groups anew, and afterwards what was done and why', async () => {
    const preview = '/funds/000001/class/preview?assetClass=equity'
    expect(await read(`${preview}&from=2024-01-03`)).toEqual({
      from: '2024-01-03',
      until: null,
      was: 'fixed-income',
      changes: true,
      accounts: 1,
      clients: 0,
      days: 3,
      largest: [{ code: 'A1', name: '甲', days: 3, from: '2024-01-03', to: '2024-01-05' }],
    })
    // every day: four of A1, one of A2
    expect(await read(preview)).toMatchObject({ from: null, accounts: 2, days: 5, changes: true })
    expect(await read(`/funds/000001/class/preview?assetClass=fixed-income&from=2024-01-03`)).toMatchObject({
      changes: false,
      accounts: 0,
      days: 0,
    })
    expect((await asStaff(app, operator, ['GET', '/funds/000001/class/preview'])).status).toBe(400)
    await setClass({ assetClass: 'equity', from: '2024-01-03', reason: '合同变更' })
    const [noted] = await deps.db
      .selectFrom('audit_event')
      .selectAll()
      .where('action', '=', 'change-fund-class')
      .execute()
    expect([noted?.actor_id, noted?.object_id, JSON.parse(noted?.detail ?? '{}')]).toEqual([
      'operator',
      '000001',
      { class: 'equity', from: '2024-01-03', was: 'fixed-income', accounts: 1, days: 3, reason: '合同变更' },
    ])
    expect(await read('/funds/000001/history')).toMatchObject({
      changes: [
        { field: 'assetClass', classFrom: '2024-01-03', from: null, to: 'equity', by: 'operator', reason: '合同变更' },
      ],
    })
  })

  it('changes the replies of accounts that show the fund on such days, and no others', async () => {
    const before = await revisions()
    await setClass({ assetClass: 'equity', from: '2024-01-03', reason: '合同变更' })
    // A2 has no day after the change, A3 never had the fund
    expect(await revisions()).toEqual({ ...before, A1: (before['A1'] ?? 0) + 1 })
    const once = await revisions()
    await setClass({ assetClass: 'equity', from: '2024-01-03', reason: '再次' })
    await setClass({ assetClass: 'equity', from: '2024-01-04', reason: '已是权益' })
    await setClass({ assetClass: 'alternative', from: '2099-01-05', reason: '以后' })
    expect(await revisions()).toEqual(once)
    await setClass({ assetClass: 'money', from: null, reason: '一直是货币' })
    const after = await revisions()
    expect(after).toEqual({ ...once, A1: (once['A1'] ?? 0) + 1, A2: (once['A2'] ?? 0) + 1 })
    expect(await ratios('A1', '2024-01-02')).toEqual([
      '0.00000000',
      '0.30000000',
      '0.00000000',
      '0.60000000',
      '0.10000000',
    ])
    expect(await ratios('A1', '2024-01-03')).toEqual(AS_EQUITY)
  })

  it('is taken back, and what clients were shown in between is shown as it was', async () => {
    const instants: string[] = []
    const mark = () => {
      instants.push(deps.clock.now().toISOString())
      deps.clock.advance(60)
    }
    mark()
    await setClass({ assetClass: 'equity', from: '2024-01-03', reason: '合同变更' })
    mark()
    const gone = await setClass({ assetClass: null, from: '2024-01-03', reason: '日期有误' })
    expect(gone.body).toMatchObject({ assetClass: 'fixed-income', laterClasses: [] })
    mark()
    const [before = '', during = '', after = ''] = instants.map((at) => `&knownAt=${at}`)
    expect(await ratios('A1', '2024-01-04', before)).toEqual(AS_BOND)
    expect(await ratios('A1', '2024-01-04', during)).toEqual(AS_EQUITY)
    expect(await ratios('A1', '2024-01-02', during)).toEqual(AS_BOND)
    expect(await ratios('A1', '2024-01-04', after)).toEqual(AS_BOND)
    expect(await ratios('A1', '2024-01-04')).toEqual(AS_BOND)
  })

  it('comes in a funds file; one without days says nothing of a class that has them', async () => {
    const dated = 'fund_code,fund_name,asset_class,class_from\n000001,示例一,equity,2024-01-03\n'
    expect(await importText(deps, dated)).toMatchObject({ status: 'applied', problems: [] })
    expect([await ratios('A1', '2024-01-02'), await ratios('A1', '2024-01-03')]).toEqual([AS_BOND, AS_EQUITY])
    const once = await revisions()
    // each morning's file, with the class of before and with that of today
    for (const word of ['fixed-income', 'equity'])
      expect(codes(await importText(deps, `fund_code,fund_name,asset_class\n000001,示例一,${word}\n`))).toEqual([
        'same-figures',
      ])
    const other = await importText(deps, 'fund_code,fund_name,asset_class\n000001,示例一,money\n')
    expect([other.status, codes(other)]).toEqual(['unchanged', ['fund-class-dated', 'same-figures']])
    expect(await revisions()).toEqual(once)
    // all of it in one file, in any order, is what it says
    const all = '000001,示例一,alternative,2024-01-04\n000001,示例一,money,\n000001,示例一,equity,2024-01-03\n'
    await importText(deps, `fund_code,fund_name,asset_class,class_from\n${all}`)
    expect(await read('/funds?text=000001')).toMatchObject({
      items: [
        {
          assetClass: 'alternative',
          firstClass: 'money',
          laterClasses: [
            { from: '2024-01-03', assetClass: 'equity' },
            { from: '2024-01-04', assetClass: 'alternative' },
          ],
        },
      ],
    })
  })

  it('is found in the list by the class of today, and set by who may', async () => {
    await setClass({ assetClass: 'equity', from: '2024-01-03', reason: '合同变更' })
    await setClass({ assetClass: 'alternative', from: '2099-01-05', reason: '以后' })
    const found = async (word: string) => {
      const { items } = { items: [], ...(await read(`/funds?assetClass=${word}`)) } as { items: { code: string }[] }
      return items.map(({ code }) => code)
    }
    expect([await found('fixed-income'), await found('equity'), await found('alternative')]).toEqual([
      [],
      ['000001', '000002'],
      [],
    ])
    const change = { assetClass: 'money', from: '2024-01-03', reason: '合同变更' }
    for (const wrong of [
      { reason: ' ' },
      { from: '2024-02-30' },
      { assetClass: 'cash' },
      { assetClass: null, from: null },
    ])
      expect((await setClass({ ...change, ...wrong })).status).toBe(400)
    expect((await asStaff(app, operator, ['PUT', '/funds/999999/class', change])).status).toBe(404)
    const is = { name: '示例一', assetClass: 'money', kind: null, priceLag: 1, reason: '合同变更' }
    expect((await asStaff(app, operator, ['PUT', '/funds/000001', is])).body).toMatchObject({
      code: 'fund-class-dated',
    })
    const renamed = await asStaff(app, operator, [
      'PUT',
      '/funds/000001',
      { ...is, name: '示例壹', assetClass: 'equity' },
    ])
    expect(renamed.body).toMatchObject({ name: '示例壹', firstClass: 'fixed-income', assetClass: 'equity' })
    const reviewer = await staffCookies(app, deps, 'reviewer')
    expect((await asStaff(app, reviewer, ['PUT', '/funds/000001/class', change])).status).toBe(403)
    const shown = await asStaff(app, reviewer, ['GET', '/funds/000001/class/preview?assetClass=money&from=2024-01-03'])
    expect(shown.status).toBe(200)
  })
})
