import { describe, expect, it } from 'vitest'
import type { ImportRecord, Problem } from '../records'
import { readFile } from '../registry'

const read = (text: string) => readFile(new TextEncoder().encode(text), { fileName: 'any-name.csv' })

/** Records without their place in the file. */
const facts = (records: ImportRecord[]) =>
  records.map((record) => Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'source')))
const codes = (problems: Problem[]) => problems.map(({ code, severity }) => `${severity} ${code}`)
const portfolio = { by: 'code', value: 'SMA001' }
const day = { portfolio, date: '2024-01-02' }

describe('each kind, English and Chinese', () => {
  it.each([
    `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,benchmark,nav_decimals,o32_fund_no,state,liquidation_from,closed_on
SMA001,示例一号,balanced,2020-10-14,"10,000,000.00",10000000,沪深300,4,8001,closed,2024-03-01,2024-03-29`,
    `组合代码,组合名称,策略,成立日,初始资金(元),初始份额,业绩比较基准,净值小数位数,O32基金编号,运作状态,清算开始日,终止日
SMA001,示例一号,平衡,2020年10月14日,10000000,10000000.00,沪深300,4,8001.0,已终止,2024年3月1日,2024/3/29`,
  ])('portfolios', (text) => {
    const { kind, records, problems } = read(text)
    expect({ kind, problems }).toEqual({ kind: 'portfolios', problems: [] })
    expect(facts(records)).toEqual([
      {
        kind: 'portfolio',
        code: 'SMA001',
        name: '示例一号',
        strategy: 'balanced',
        launchDate: '2020-10-14',
        initialAssetsE4: 100_000_000_000n,
        initialSharesE4: 100_000_000_000n,
        benchmark: '沪深300',
        manager: null,
        valuationLag: null,
        navDecimals: 4,
        o32FundNo: '8001',
        faLedgerNo: null,
        faName: null,
        state: 'closed',
        liquidationFrom: '2024-03-01',
        closedOn: '2024-03-29',
      },
    ])
  })

  it.each([
    'fund_code,fund_name,asset_class,kind,price_lag\n000216,华安黄金ETF联接A,alternative,QDII,2',
    '基金代码,基金名称,资产类别,基金类型,净值延迟\n216,华安黄金ETF联接A,另类,QDII,2',
  ])('funds', (text) => {
    const { kind, records, problems } = read(text)
    expect({ kind, problems }).toEqual({ kind: 'funds', problems: [] })
    const fund = { code: '000216', name: '华安黄金ETF联接A', assetClass: 'alternative', fundKind: 'QDII', priceLag: 2 }
    expect(facts(records)).toEqual([{ kind: 'fund', ...fund, classFrom: null }])
  })

  it('funds whose class begins on a day stand once for each day', () => {
    const rows = ['000216,黄金,黄金A,另类,', '000216,黄金,,权益,2024-06-03', '000216,黄金,,权益,2024-06-03']
    const { records, problems } = read(`基金代码,基金名称,基金简称,资产类别,类别生效日\n${rows.join('\n')}\n`)
    const fund = { kind: 'fund', code: '000216', name: '黄金', fundKind: null, priceLag: null }
    expect(facts(records)).toEqual([
      { ...fund, shortName: '黄金A', assetClass: 'alternative', classFrom: null },
      { ...fund, assetClass: 'equity', classFrom: '2024-06-03' },
    ])
    expect(problems.map(({ code }) => code)).toEqual(['row-duplicate'])
  })

  it.each([
    'client_no,client_name,id_type,id_number,phone,portfolio_codes\nC01,示例客户,id-card,11010519491231002x,+86 138-0013-8000,SMA001;SMA002',
    '客户编号,客户名称,证件类型,证件号码,手机号码,组合代码\nC01,示例客户,,11010519491231002X,13800138000,SMA001； SMA002；',
    '客户编号,客户姓名,证件类型,证件号码,手机号,组合代码列表\nC01,示例客户,身份证,11010519491231002X,13800138000,SMA001;SMA002',
  ])('clients', (text) => {
    const { kind, records, problems } = read(text)
    expect({ kind, problems }).toEqual({ kind: 'clients', problems: [] })
    expect(facts(records)).toEqual([
      {
        kind: 'client',
        clientNo: 'C01',
        name: '示例客户',
        idType: 'id-card',
        idNumber: '11010519491231002X',
        phone: '13800138000',
        portfolioCodes: ['SMA001', 'SMA002'],
      },
    ])
  })

  it.each([
    `portfolio_code,date,kind,amount,shares,unit_nav,fee
SMA001,2024-01-02,subscription,500000,487044.61,1.0266,0
SMA001,2024-01-02,redemption,-987100,-1000000,0.9871,
SMA001,2024-01-02,distribution,100000,,,
SMA001,2024-01-02,performance-fee,5000,4870.45,1.0266,`,
    `组合代码,日期,申赎类型,金额,份额,单位净值,费用
SMA001,2024/1/2,申购,"500,000.00","487,044.61",1.0266,0.00
SMA001,20240102,赎回,"987,100.00",1000000,0.9871,
SMA001,2024年1月2日,分红,100000,,,
SMA001,2024-01-02,业绩报酬,5000,4870.45,1.0266,-`,
  ])('flows', (text) => {
    const { kind, records, problems } = read(text)
    expect({ kind, problems }).toEqual({ kind: 'flows', problems: [] })
    const flow = (flowKind: string, place: string, figures: object) => ({
      kind: 'flow',
      origin: 'neutral',
      ...day,
      flowKind,
      place,
      sharesE4: null,
      unitNavE8: null,
      feeE4: null,
      ...figures,
    })
    expect(facts(records)).toEqual([
      flow('subscription', '#1', {
        amountE4: 5_000_000_000n,
        sharesE4: 4_870_446_100n,
        unitNavE8: 102_660_000n,
        feeE4: 0n,
      }),
      flow('redemption', '#2', { amountE4: 9_871_000_000n, sharesE4: 10_000_000_000n, unitNavE8: 98_710_000n }),
      flow('distribution', '#3', { amountE4: 1_000_000_000n }),
      flow('performance-fee', '#4', { amountE4: 50_000_000n, sharesE4: 48_704_500n, unitNavE8: 102_660_000n }),
    ])
  })

  it.each([
    'portfolio_code,date,management,custodian,other\nSMA001,2024-01-02,12.5,1.25,',
    '组合代码,日期,管理费,托管费,其他费用\nSMA001,2024-01-02,12.50,1.25,--',
  ])('fees', (text) => {
    const { kind, records, problems } = read(text)
    expect({ kind, problems }).toEqual({ kind: 'fees', problems: [] })
    const none = { auditE4: null, performanceE4: null, otherE4: null }
    expect(facts(records)).toEqual([{ kind: 'fee', ...day, managementE4: 125_000n, custodianE4: 12_500n, ...none }])
  })

  it.each([
    'portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav\nSMA001,2024-01-02,10462944.40,10000000,1.0463,1.0463',
    '组合代码,估值日期,资产净值,份额,单位净值,累计单位净值\nSMA001,2024-01-02,"10,462,944.40","10,000,000.00",1.0463,1.0463',
  ])('valuations', (text) => {
    const { kind, records, problems } = read(text)
    expect({ kind, problems }).toEqual({ kind: 'valuations', problems: [] })
    expect(facts(records)).toEqual([
      {
        kind: 'valuation',
        origin: 'neutral',
        ...day,
        totalAssetsE4: null,
        totalLiabilitiesE4: null,
        netAssetsE4: 104_629_444_000n,
        sharesE4: 100_000_000_000n,
        unitNavE8: 104_630_000n,
        accumulatedNavE8: 104_630_000n,
        previousNavE8: null,
        netAssetsAtCostE4: null,
        accounts: [],
        funds: null,
      },
    ])
  })

  it.each([
    'portfolio_code,date,fund_code,shares,unit_nav,price_date,market_value,cost,profit\nSMA001,2024-01-02,000217,0.00,,,0.00,0.00,-3690.11',
    '组合代码,日期,基金代码,份额,单位净值,净值日期,市值,持仓成本,持仓收益\nSMA001,2024-01-02,217,0,,,0,0,"-3,690.11"',
  ])('holdings', (text) => {
    const { kind, records, problems } = read(text)
    expect({ kind, problems }).toEqual({ kind: 'holdings', problems: [] })
    const figures = {
      sharesE4: 0n,
      marketValueE4: 0n,
      costE4: 0n,
      profitE4: -36_901_100n,
      unitNavE8: null,
      priceDate: null,
    }
    expect(facts(records)).toEqual([{ kind: 'holding', ...day, fundCode: '000217', ...figures }])
  })

  it.each([
    'portfolio_code,date,fund_code,operation,amount,shares,price,fee\nSMA001,2024-01-02,000216,subscribe,150000.00,,1.4666,89.96\nSMA001,2024-01-02,000216,switch-out,,50000.00,1.3994,69.97',
    '组合代码,日期,基金代码,交易类型,金额,份额,价格,费用\nSMA001,2024-01-02,000216,申购,-150000,0,1.4666,89.96\nSMA001,2024-01-02,216,转出,0,-50000,1.3994,69.97',
  ])('transactions', (text) => {
    const { kind, records, problems } = read(text)
    expect({ kind, problems }).toEqual({ kind: 'transactions', problems: [] })
    const bought = { amountE4: 1_500_000_000n, sharesE4: null, priceE8: 146_660_000n, feeE4: 899_600n, place: '#1' }
    const out = { amountE4: null, sharesE4: 500_000_000n, priceE8: 139_940_000n, feeE4: 699_700n, place: '#2' }
    const fund = { kind: 'transaction', origin: 'neutral', ...day, fundCode: '000216', fundName: null }
    expect(facts(records)).toEqual([
      { ...fund, operation: 'subscribe', ...bought },
      { ...fund, operation: 'switch-out', ...out },
    ])
  })

  it.each([
    'fund_code,date,unit_nav,dividend\n000216,2024-01-02,1.4666,0.05',
    '基金代码,净值日期,单位净值,每份分红\n000216,2024-01-02,1.4666,0.05',
  ])('fund NAVs', (text) => {
    const { kind, records, problems } = read(text)
    expect({ kind, problems }).toEqual({ kind: 'fund-navs', problems: [] })
    const figures = { unitNavE8: 146_660_000n, accumulatedNavE8: null, dividendE8: 5_000_000n }
    expect(facts(records)).toEqual([{ kind: 'fund-nav', fundCode: '000216', date: '2024-01-02', ...figures }])
  })

  it.each([
    'portfolio_code,date,value\nSMA001,2024-01-02,3386.3522',
    '组合代码,日期,基准值\nSMA001,2024-01-02,"3,386.3522"',
  ])('benchmarks', (text) => {
    const { kind, records, problems } = read(text)
    expect({ kind, problems }).toEqual({ kind: 'benchmarks', problems: [] })
    expect(facts(records)).toEqual([{ kind: 'benchmark', ...day, valueE8: 338_635_220_000n }])
  })

  it('the calendar, with every word for yes and no', () => {
    const words = '1 0 true FALSE 是 否 yes no'.split(' ')
    const rows = words.map((word, index) => `2024-01-0${index + 1},${word}`)
    const english = read(['date,is_trading_day', ...rows].join('\n'))
    const chinese = read(['日期,是否交易日', ...rows].join('\n'))
    expect(english).toEqual({ ...chinese, kind: 'calendar', problems: [] })
    const days = english.records.map((record) => record.kind === 'trading-day' && record.isTradingDay)
    expect(days).toEqual([true, false, true, false, true, false, true, false])
  })

  it.each([
    'portfolio_code,name,company,mobile,email\nSMA001,李经理,示例资管,13800138000,li@example.com',
    '组合代码,联系人,公司,手机,电子邮箱\nSMA001,李经理,示例资管,13800138000,li@example.com',
  ])('contacts', (text) => {
    const { kind, records, problems } = read(text)
    expect({ kind, problems }).toEqual({ kind: 'contacts', problems: [] })
    const person = { name: '李经理', company: '示例资管', mobile: '13800138000', email: 'li@example.com' }
    expect(facts(records)).toEqual([{ kind: 'contact', portfolio, ...person, telephone: null, address: null }])
  })

  it.each([
    'category,title,source,published_at,url,body\nprivate-funds,备案新规,示例日报,2024-01-02T09:30:00+08:00,https://example.com/1,<p>正文</p>',
    '栏目,标题,来源,发布时间,原文链接,摘要\n私募,备案新规,示例日报,2024年1月2日 9:30,https://example.com/1,<p>正文</p>',
    'category,title,source,published_at,url,body\nprivate_funds,备案新规,示例日报,2024-01-02T01:30:00Z,https://example.com/1,<p>正文</p>',
  ])('news', (text) => {
    const { kind, records, problems } = read(text)
    expect({ kind, problems }).toEqual({ kind: 'news', problems: [] })
    const told = { category: 'private-funds', title: '备案新规', publisher: '示例日报', body: '<p>正文</p>' }
    const at = '2024-01-02T01:30:00.000Z'
    expect(facts(records)).toEqual([{ kind: 'news', ...told, publishedAt: at, url: 'https://example.com/1' }])
  })

  it('news: a day alone, and rows that cannot be', () => {
    const head = 'category,title,source,published_at,url'
    const { records, problems } = read(
      [
        head,
        'macro,甲,示例,2024-01-02,',
        'macro,乙,示例,2024-01-02 25:00,',
        'sport,丙,示例,2024-01-02,',
        'macro,丁,示例,2024-01-02,javascript:alert(1)',
        'macro,,示例,2024-01-02,',
      ].join('\n'),
    )
    expect(facts(records)).toMatchObject([
      { title: '甲', publishedAt: '2024-01-01T16:00:00.000Z', url: null, body: '' },
    ])
    expect(problems.map(({ code, row, column }) => [code, row, column])).toEqual([
      ['value-invalid', 3, 'published_at'],
      ['value-invalid', 4, 'category'],
      ['value-invalid', 5, 'url'],
      ['value-missing', 6, 'title'],
    ])
  })
})

describe('recognising the kind', () => {
  it('takes GB18030, a BOM, any column order, spellings of a heading and lines before it', () => {
    // 组合代码,日期,基准值 in GB18030
    const gbk = [
      0xd7, 0xe9, 0xba, 0xcf, 0xb4, 0xfa, 0xc2, 0xeb, 0x2c, 0xc8, 0xd5, 0xc6, 0xda, 0x2c, 0xbb, 0xf9, 0xd7, 0xbc, 0xd6,
      0xb5,
    ]
    const row = [...new TextEncoder().encode('\nSMA001,2024-01-02,1')]
    expect(readFile(new Uint8Array([...gbk, ...row]), { fileName: '' })).toMatchObject({
      kind: 'benchmarks',
      problems: [],
    })
    const spelled = read('\ufeff\n"Value*",DATE,Portfolio Code\n1,2024-01-02,SMA001\n\n')
    expect(spelled).toMatchObject({ kind: 'benchmarks', problems: [], records: [{ source: { sheet: null, row: 3 } }] })
  })

  it.each([
    ['portfolio_code,date,fund_code,shares,unit_nav', 'holdings', 'market_value'],
    ['date,fund_code,shares,unit_nav,market_value', 'holdings', 'portfolio_code'],
    ['portfolio_code,date,net_assets,unit_nav', 'valuations', 'shares'],
    ['portfolio_code,date,amount,shares,fee,kind', 'flows', null],
    ['portfolio_code,date,fund_code,amount,shares,price,fee', 'transactions', 'operation'],
    ['fund_code,fund_name', 'funds', 'asset_class'],
    ['fund_code,date,unit_nav', 'fund-navs', null],
    ['组合代码,日期,基金代码,业务类型,金额,份额', 'transactions', null],
    ['组合代码,日期,业务类型,金额,份额', 'flows', null],
    ['组合代码,日期,份额,资产净值,单位净值,总资产', 'valuations', null],
  ])('%s is %s, lacking %s', (header, kind, missing) => {
    const output = read(`${header}\n`)
    expect(output.kind).toBe(kind)
    const lack = { code: 'column-missing', severity: 'error', row: 1, column: missing, expected: missing }
    const expected =
      missing === null ? { code: 'no-rows', severity: 'warning' } : { ...lack, found: header.replaceAll(',', ', ') }
    expect(output.problems).toMatchObject([expected])
  })

  it.each([
    'portfolio_code,date,management_fee',
    'portfolio_code,date,fund_code,shares',
    'date,fund,trade\n2018/4/9,001508,2000.00',
    'a,b,c\n1,2,3',
  ])('%s is none', (text) => {
    expect(read(text)).toMatchObject({
      kind: null,
      records: [],
      problems: [{ code: 'kind-unknown', severity: 'error' }],
    })
  })

  it.each([
    ['资产净值(万元)', '组合代码,日期,资产净值（万元）,份额(万份),单位净值\nSMA001,2024-01-02,11.288,10,1.1288'],
    ['net_assets (USD)', 'portfolio_code,date,net_assets (USD),shares,unit_nav\nSMA001,2024-01-02,11.288,10,1.1288'],
    ['万元', '单位：万元\nportfolio_code,date,net_assets,shares,unit_nav\nSMA001,2024-01-02,11.288,10,1.1288'],
  ])('refuses figures in another unit than yuan: %s', (found, text) => {
    const { records, problems } = read(text)
    expect(records).toEqual([])
    expect(problems).toMatchObject([{ code: 'unit-not-yuan', severity: 'error', found, expected: '元' }])
  })

  it('takes the unit that it asks for', () => {
    const text = '组合代码,日期,资产净值（元）,份额(份),单位净值(元/份)\nSMA001,2024-01-02,112880,100000,1.1288'
    expect(read(text)).toMatchObject({ problems: [], records: [{ netAssetsE4: 1_128_800_000n }] })
  })

  it('warns of unknown columns and refuses a heading that stands twice', () => {
    const extra = read('portfolio_code,date,value,note,\nSMA001,2024-01-02,1,x,y')
    expect(extra.records).toHaveLength(1)
    expect(extra.problems).toMatchObject([{ code: 'column-unknown', severity: 'warning', row: 1, column: 'note' }])
    const twice = read('portfolio_code,date,value,基准值\nSMA001,2024-01-02,1,2')
    expect(twice).toMatchObject({
      kind: 'benchmarks',
      records: [],
      problems: [{ code: 'header-ambiguous', column: '基准值' }],
    })
  })
})

describe('a bad row', () => {
  const valuations = (...rows: string[]) => read(['portfolio_code,date,net_assets,shares,unit_nav', ...rows].join('\n'))
  const good = 'SMA002,2024-01-02,100,100,1'

  it.each([
    ['SMA001,2024-01-02,,100,1', 'value-missing', 'net_assets', ''],
    ['SMA001,2024-01-02,abc,100,1', 'value-invalid', 'net_assets', 'abc'],
    ['SMA001,2024-01-02,"1,23",100,1', 'value-invalid', 'net_assets', '1,23'],
    ['SMA001,2024-01-02,100.00001,100,1', 'value-too-precise', 'net_assets', '100.00001'],
    ['SMA001,2024-01-02,100,0,1', 'R-CHK-18', 'shares', '0'],
    ['SMA001,2024-01-02,100,100,-1', 'value-invalid', 'unit_nav', '-1'],
    ['SMA001,2024-01-02,100,100,1.123456789', 'value-too-precise', 'unit_nav', '1.123456789'],
    ['SMA001,2024-01-02', 'value-missing', 'net_assets', ''],
  ])('%s holds its portfolio and day, no other', (row, code, column, found) => {
    const { records, problems } = valuations(row, good)
    expect(records).toMatchObject([{ portfolio: { value: 'SMA002' } }])
    expect(problems[0]).toMatchObject({ code, severity: 'error', row: 2, column, found, ...day })
  })

  it('is scoped as well as it can be read', () => {
    const { problems, records } = valuations(
      'SMA001,2024-02-30,100,100,1',
      ',2024-01-02,100,100,1',
      'SMA 1,,100,100,1',
      '..,2024-01-02,100,100,1',
      good,
    )
    expect(records).toHaveLength(1)
    expect(problems).toMatchObject([
      { code: 'date-invalid', found: '2024-02-30', expected: 'YYYY-MM-DD', portfolio, date: null },
      { code: 'value-missing', column: 'portfolio_code', portfolio: null, date: '2024-01-02' },
      { code: 'value-invalid', column: 'portfolio_code', found: 'SMA 1', portfolio: { by: 'code', value: 'SMA 1' } },
      { code: 'date-missing', column: 'date', found: '', date: null },
      { code: 'value-invalid', column: 'portfolio_code', found: '..', expected: 'SMA001' },
    ])
  })

  it('names words and operations that it does not know', () => {
    const header = 'portfolio_code,date,fund_code,operation,amount,shares'
    const { records, problems } = read(`${header}
SMA001,2024-01-02,000216,质押,1,1
SMA001,2024-01-02,000216,,1,1
SMA001,2024-01-02,000216,subscribe,,
SMA001,2024-01-02,000216,split,100,
SMA001,2024-01-02,000216,dividend,,100
SMA001,2024-01-02,000216,redeem,-5,1
SMA001,2024-01-02,基金,redeem,5,1`)
    expect(records).toEqual([])
    expect(problems.map(({ code, column, row }) => `${row} ${column} ${code}`)).toEqual([
      '2 operation operation-unknown',
      '3 operation value-missing',
      '4 amount value-missing',
      '5 shares value-missing',
      '6 amount value-missing',
      '7 amount value-invalid',
      '8 fund_code value-invalid',
    ])
    const funds = read('fund_code,fund_name,asset_class,price_lag\n000216,黄金,gold,\n000217,黄金,另类,x')
    expect(codes(funds.problems)).toEqual(['error value-invalid', 'error value-invalid'])
    expect(funds.problems[0]?.expected).toBe('fixed-income | equity | alternative | money')
    const flows = read('portfolio_code,date,kind,amount\nSMA001,2024-01-02,subscription,-5')
    expect(flows.problems).toMatchObject([{ code: 'value-invalid', column: 'amount', found: '-5', expected: '≥ 0' }])
  })

  it('of a client shows numbers masked', () => {
    const { records, problems } = read(`client_no,client_name,id_type,id_number,phone,portfolio_codes
C01,甲,id-card,110105194912310021,13800138000,SMA001
C02,乙,passport,E12345678,1380013800,SMA001
C03,丙,驾照,E12345678,13800138000,SMA001
C04,丁,护照,E12345678,13800138000,;`)
    expect(records).toEqual([])
    expect(problems).toMatchObject([
      { code: 'id-number-invalid', row: 2, column: 'id_number', found: '1****************1', expected: 'id-card' },
      { code: 'phone-invalid', row: 3, column: 'phone', found: '138***3800' },
      { code: 'value-invalid', row: 4, column: 'id_type', found: '驾*' },
      { code: 'id-number-invalid', row: 4 },
      { code: 'value-missing', row: 5, column: 'portfolio_codes' },
    ])
  })
})

describe('rows that stand twice', () => {
  it('are two facts in flows and transactions, unless the source numbers them alike', () => {
    const header = 'portfolio_code,date,fund_code,operation,amount,shares'
    const row = 'SMA001,2024-01-02,000216,subscribe,100,100'
    const plain = read([header, row, row, row.replace('SMA001', 'SMA002'), row].join('\n'))
    expect(plain.problems).toEqual([])
    expect(plain.records.map((record) => record.kind === 'transaction' && record.place)).toEqual([
      '#1',
      '#2',
      '#1',
      '#3',
    ])
    const numbered = read(
      [`${header},source_no`, `${row},A1`, `${row},A2`, `${row},A1`, `${row.replace('100', '101')},A2`].join('\n'),
    )
    // of the two A2 that differ none counts
    expect(numbered.records.map((record) => record.kind === 'transaction' && record.place)).toEqual(['A1'])
    expect(codes(numbered.problems)).toEqual(['warning row-duplicate', 'review row-conflict'])
    expect(numbered.problems[1]).toMatchObject({ ...day, row: 5, column: 'source_no', found: 'A2' })
  })

  it('are dropped in keyed kinds when equal, shown when not', () => {
    const { records, problems } = read(`fund_code,fund_name,asset_class
000216,黄金A,另类
216,黄金A,alternative
000216,黄金B,另类`)
    expect(records).toEqual([])
    expect(problems).toMatchObject([
      { code: 'row-duplicate', severity: 'warning', row: 3, column: 'fund_code' },
      { code: 'row-conflict', severity: 'review', row: 4, column: 'fund_code', portfolio: null },
    ])
    const holdings = read(`portfolio_code,date,fund_code,shares,market_value
SMA001,2024-01-02,000216,100,120
SMA001,2024-01-02,000216,100,121
SMA001,2024-01-03,000216,100,121`)
    expect(holdings.records).toMatchObject([{ date: '2024-01-03' }])
    expect(holdings.problems).toMatchObject([{ code: 'row-conflict', severity: 'review', row: 3, ...day }])
  })
})

describe('an account that is wound up or closed', () => {
  const row = (state: string) =>
    read(`portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,state,liquidation_from,closed_on
SMA001,示例一号,balanced,2020-10-14,10000000,10000000,${state}`)
  const columns = (state: string) => row(state).problems.map(({ code, column }) => `${code} ${column}`)

  it('says nothing of it where the cells are empty', () => {
    expect(facts(row(',,').records)).toMatchObject([{ state: null, liquidationFrom: null, closedOn: null }])
  })

  it.each(['running,,', '清算中,2024-03-01,', 'closed,,2024-03-29', '已终止,2024-03-01,2024-03-29'])(
    'has %s',
    (state) => {
      expect(columns(state)).toEqual([])
      expect(row(state).records).toHaveLength(1)
    },
  )

  it.each([
    ['in-liquidation,,', ['value-missing liquidation_from']],
    ['closed,2024-03-01,', ['value-missing closed_on']],
    ['closed,2024-03-01,soon', ['date-invalid closed_on']],
    ['in-liquidation,2024-03-01,2024-03-29', ['value-invalid closed_on']],
    ['running,2024-03-01,', ['value-invalid liquidation_from']],
    [',,2024-03-29', ['value-invalid closed_on']],
    ['closed,2024-03-29,2024-03-01', ['value-invalid closed_on']],
    ['in-liquidation,2020-10-13,', ['value-invalid liquidation_from']],
    ['asleep,2024-03-01,2024-03-29', ['value-invalid state']],
  ])('%s is refused', (state, problems) => {
    expect(columns(state)).toEqual(problems)
    expect(row(state).records).toEqual([])
  })
})
