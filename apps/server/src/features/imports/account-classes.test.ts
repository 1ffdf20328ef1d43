/** Sheets that hold more than funds: what stands beside them counts to a class once the account has one (R-CHK-14, R-CLS-1). */
import type { Cell } from '@sma/importers/bytes/grid'
import { FA_ROWS, faSheet } from '@sma/importers/testing/fa-sheet'
import { workbook } from '@sma/importers/testing/files'
import { beforeEach, expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { codes, importing, importText, text } from '../../testing/import-bench'
import { dayClasses } from '../days/day-classes'
import { keepBooks } from '../days/book'
import { holdingsTable } from '../exports/account-tables'
import { EXPORT_WORDS } from '../exports/export-words'
import { holdingsDay } from '../holdings/holdings.service'
import { onePage } from '../one-page/one-page.service'

const MASTER = [
  text(
    'portfolios.csv',
    'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,fa_name\nG1,成长一号,growth,2023-12-29,100000,100000,示例成长一号\n',
  ),
  text('funds.csv', 'fund_code,fund_name,asset_class\n000216,示例黄金,alternative\n'),
]

/** 5,000.00 of the bank account stand in shares, 100.00 less in derivatives; net assets stay 112,880.00. */
const ROWS: Cell[][] = [
  ...FA_ROWS.map((row) =>
    row[0] === '1002' || row[0] === '100201'
      ? row.map((cell) => (cell === 100_000 ? 95_100 : cell === 88.59 ? 84.25 : cell))
      : row,
  ),
  ['1102', '股票投资', '', '', 5000, '', '', 5000, '', ''],
  ['3102', '衍生工具', '', '', -100, '', '', -100, '', ''],
]

const SHEET = {
  path: 'sheet.xls',
  bytes: async () =>
    workbook(
      {
        表: faSheet({
          title: [['估值表'], ['示例银行___示例成长一号___专用表'], ['估值日期：2024-01-02']],
          rows: ROWS,
        }),
      },
      'biff8',
    ),
}

const CLASSES = 'account_code,asset_class\n1102,equity\n3102,另类\n'

forEachEngine('accounts beside funds', (open) => {
  let deps: TestDeps

  beforeEach(async () => {
    deps = await open()
    await importing(deps, MASTER, {})
  })

  const sheet = async () => (await importing(deps, [SHEET], {})).get(SHEET.path)
  const book = async () => {
    const { id, revision } = await deps.db
      .selectFrom('portfolio')
      .select(['id', 'revision'])
      .orderBy('code')
      .executeTakeFirstOrThrow()
    return keepBooks(deps.db, 1_000_000).open({ id, revision })
  }

  it('hold the day until they have a class, and say so', async () => {
    const report = await sheet()
    expect([report?.status, codes(report)]).toEqual(['held', ['R-CHK-14', 'R-CHK-14']])
    expect(report?.problems[0]?.message).toContain('account_code')
  })

  it('count to their class, the rest is cash, and the classes add up', async () => {
    await sheet()
    const classes = await importText(deps, CLASSES)
    expect([classes.kind, classes.status]).toEqual(['accounts', 'applied'])
    const again = await sheet()
    expect([again?.status, again?.days[0]?.state]).toEqual(['unchanged', 'published'])
    const opened = await book()
    const day = await dayClasses(opened, 0, await opened.holdings(0))
    expect(day.classes.map(({ assetClass, marketValue, ratio }) => [assetClass, marketValue, ratio])).toEqual([
      ['fixed-income', '0.00', '0.00000000'],
      ['equity', '5000.00', '0.04429483'],
      ['alternative', '12900.00', '0.11428065'],
      ['money', '0.00', '0.00000000'],
      ['cash', '94980.00', '0.84142452'],
    ])
    const page = await onePage(deps.db, opened, { index: 0, knownAt: undefined, readableUntil: null })
    const { contribution, holdings } = page
    expect(contribution.classes.map(({ profit }) => profit)).toEqual(['0.00', null, null, '0.00', null])
    const reply = await holdingsDay(opened, 0)
    expect(reply.classes[1]?.accounts).toEqual([
      { accountCode: '1102', accountName: '股票投资', marketValue: '5000.00', ratio: '0.04429483' },
    ])
    expect([holdings.count, holdings.rest]).toEqual([3, null])
    expect(holdings.largest.map(({ fundCode, marketValue }) => [fundCode, marketValue])).toEqual([
      ['000216', '13000.00'],
      ['1102', '5000.00'],
      ['3102', '-100.00'],
    ])
    const unknown = { unitNav: null, profit: null, reasons: { unitNav: 'not-applicable', profit: 'not-stated' } }
    expect(holdings.largest[1]).toEqual({
      fundCode: '1102',
      fundName: '股票投资',
      assetClass: 'equity',
      marketValue: '5000.00',
      ratio: '0.04429483',
      ...unknown,
    })
  })

  it('stand in the exported holdings, whose values add up to net assets', async () => {
    await importText(deps, CLASSES)
    await sheet()
    const { columns, rows } = holdingsTable(EXPORT_WORDS['zh-CN'], await holdingsDay(await book(), 0))
    const at = (head: string) => columns.findIndex((column) => column.head === head)
    const shown = rows.map((row) => ['资产类别', '基金名称', '市值（元）', '状态'].map((head) => row[at(head)]))
    // 5,000.00 + 13,000.00 − 100.00 + 94,980.00 = 112,880.00
    expect(shown).toEqual([
      ['权益', '股票投资', '5000.00', '非基金资产'],
      ['另类', '示例黄金', '13000.00', '持有'],
      ['另类', '衍生工具', '-100.00', '非基金资产'],
      ['现金', null, '94980.00', null],
    ])
    expect(rows.every((row) => row.length === columns.length)).toBe(true)
  })

  it('of class cash stay in cash', async () => {
    await importText(deps, 'account_code,asset_class\n1102,cash\n3102,现金\n')
    await sheet()
    const opened = await book()
    const { rows } = holdingsTable(EXPORT_WORDS['zh-CN'], await holdingsDay(opened, 0))
    expect(rows.map((row) => row[7])).toEqual(['13000.00', '99880.00'])
    const day = await dayClasses(opened, 0, await opened.holdings(0))
    expect(day.classes.map(({ marketValue }) => marketValue)).toEqual(['0.00', '0.00', '13000.00', '0.00', '99880.00'])
  })

  it('keep the class that a published day was shown with, until it is restated', async () => {
    await importText(deps, CLASSES)
    await sheet()
    await importText(deps, 'account_code,asset_class\n1102,fixed-income\n')
    const opened = await book()
    const day = await dayClasses(opened, 0, await opened.holdings(0))
    expect(day.classes[1]?.marketValue).toBe('5000.00')
    const reasoned = (await importing(deps, [{ ...SHEET, path: 'again.xls' }], { reason: '科目归类更正' })).get(
      'again.xls',
    )
    expect(reasoned?.days[0]?.state).toBe('published')
  })

  it('count to another class in a portfolio that has one of its own', async () => {
    await importText(
      deps,
      'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares\nG2,成长二号,growth,2023-12-29,100000,100000\n',
    )
    const classes = await importText(
      deps,
      'portfolio_code,account_code,asset_class\n,1102,equity\nG1,1102,fixed-income\nG2,3102,cash\n,3102,alternative\nG3,1102,cash\n',
    )
    expect([classes.status, codes(classes)]).toEqual(['held', ['portfolio-unknown']])
    await sheet()
    const values = async () => {
      const opened = await book()
      const day = await dayClasses(opened, 0, await opened.holdings(0))
      return day.classes.map(({ marketValue }) => marketValue)
    }
    // G1 has 1102 of its own; 3102 is the house's
    expect(await values()).toEqual(['5000.00', '0.00', '12900.00', '0.00', '94980.00'])
    await importText(deps, 'portfolio_code,account_code,asset_class\nG1,3102,cash\n')
    expect(await values()).toEqual(['5000.00', '0.00', '12900.00', '0.00', '94980.00'])
    await importing(deps, [{ ...SHEET, path: 'again.xls' }], { reason: '科目归类更正' })
    expect(await values()).toEqual(['5000.00', '0.00', '13000.00', '0.00', '94880.00'])
  })

  it('are neither those of funds nor those of cash', async () => {
    const report = await importText(
      deps,
      'account_code,asset_class\n1105,equity\n1002,cash\n001102,equity\n2206,cash\n',
    )
    expect(codes(report)).toEqual(['value-invalid', 'value-invalid', 'value-invalid', 'value-invalid'])
  })
})
