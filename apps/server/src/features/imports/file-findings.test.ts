/** What a reader holds back stands among the findings until the right file comes; a wrong file beside a good day does not. */
import { faSheet, FA_ROWS } from '@sma/importers/testing/fa-sheet'
import { workbook } from '@sma/importers/testing/files'
import { beforeEach, expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { importing, importText, text } from '../../testing/import-bench'
import { addPerson } from '../../testing/staff'
import type { Actor } from '../audit/audit.service'
import { selectFindings } from '../findings/findings.queries'
import { explainFindings } from '../gate/finding-decisions.service'
import { approveDays } from '../gate/gate.service'
import { previewDays } from '../gate/preview.service'
import type { ImportSource } from './importing'

const MASTER = [
  text(
    'portfolios.csv',
    `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,fa_ledger_no,o32_fund_no,fa_name
G1,成长一号,growth,2023-12-29,100000,100000,8009,8009,示例成长一号
`,
  ),
  text('funds.csv', 'fund_code,fund_name,asset_class\n000216,示例黄金,alternative\n'),
]
const anna: Actor = { kind: 'staff', id: 'anna' }

/** 112,880 for 100,000 shares on 2 January; under another day's name the reader does not believe it. */
function sheet(fileName: string, more: string[][] = []): ImportSource {
  const title = [['估值表'], ['示例银行___示例成长一号单一资产管理计划___专用表'], ['估值日期：2024-01-02'], ...more]
  const bytes = workbook({ 表: faSheet({ title, rows: FA_ROWS }) }, 'biff8')
  return { path: fileName, bytes: async () => bytes }
}
const WRONG = () => sheet('估值表_示例成长一号_20240103.xls', [['制表：甲']])
const RIGHT = () => sheet('估值表_示例成长一号_20240102.xls')

const JOURNAL = `发生日期,基金编号,证券代码,发生业务,委托价格,委托数量,科目发生额
2024-01-02,8009,000216,奇怪的业务,1,100,-100
`

forEachEngine('findings of files', (open) => {
  let deps: TestDeps

  beforeEach(async () => {
    deps = await open()
    await importing(deps, MASTER, {})
  })

  const bring = (...files: ImportSource[]) => importing(deps, files, { publish: false })
  const rows = async () => selectFindings(deps.db, { limit: 100 })
  const found = async () =>
    (await rows())
      .filter(({ origin }) => origin !== 'check')
      .map((row) => [row.date, row.origin, row.check_id, row.state])

  it('stand for the portfolio and day, and close when the right sheet comes', async () => {
    await bring(WRONG())
    expect(await found()).toEqual([['2024-01-02', 'fa-valuation-sheet', 'date-conflict', 'open']])
    expect((await rows())[0]).toMatchObject({
      code: 'G1',
      severity: 'review',
      found: '2024-01-03',
      expected: '2024-01-02',
    })
    // The same wrong file again says nothing new.
    await bring(WRONG())
    expect(await found()).toHaveLength(1)
    await bring(RIGHT())
    expect(await found()).toEqual([['2024-01-02', 'fa-valuation-sheet', 'date-conflict', 'resolved']])
  })

  it('do not stand where the day has good figures, which they neither change nor block', async () => {
    await bring(RIGHT())
    const reports = await bring(WRONG())
    expect([...reports.values()].map(({ status }) => status)).toEqual(['held'])
    expect(await found()).toEqual([])
    const waiting = async () => (await previewDays(deps, {})).days
    const [day] = await waiting()
    if (!day) throw new Error('no day waits')
    expect(day).toMatchObject({ date: '2024-01-02', state: 'checked' })
    expect(await approveDays(deps, anna, [day])).toMatchObject([{ outcome: 'done' }])
  })

  it('of a journal outlast the sheet, hold no good day, and can be explained', async () => {
    await importText(deps, JOURNAL, { publish: false })
    await bring(RIGHT())
    expect(await found()).toEqual([['2024-01-02', 'o32-journal', 'operation-unknown', 'open']])
    const [day] = (await previewDays(deps, {})).days
    if (!day) throw new Error('no day waits')
    expect(day.findings).toMatchObject([{ check: 'operation-unknown', mayBeExplained: true }])
    expect(await approveDays(deps, anna, [day])).toMatchObject([{ outcome: 'done' }])
    await addPerson(deps, 'anna', { roles: ['operator'] })
    const seen = (await rows()).map(({ id, found: was, expected }) => ({ id, found: was, expected }))
    expect(await explainFindings(deps, anna, seen, '非基金交易，无需导入')).toMatchObject([{ outcome: 'done' }])
    await importText(deps, JOURNAL.replace('奇怪的业务', '资金划转'), { publish: false })
    expect(await found()).toEqual([['2024-01-02', 'o32-journal', 'operation-unknown', 'explained']])
    await importText(deps, JOURNAL.replace('奇怪的业务', '开放式基金申购成交确认'), { publish: false })
    expect(await found()).toEqual([['2024-01-02', 'o32-journal', 'operation-unknown', 'resolved']])
  })

  it('of a sheet cannot be explained, as the day has no figures without it', async () => {
    await bring(WRONG())
    const seen = (await rows()).map(({ id, found: was, expected }) => ({ id, found: was, expected }))
    expect(await explainFindings(deps, anna, seen, '已核对')).toMatchObject([{ outcome: 'must-be-resolved' }])
  })

  it('keep a day from passing by itself', async () => {
    deps.config = { ...deps.config, gate: 'automatic' }
    await importText(deps, JOURNAL, { publish: false })
    await bring(RIGHT())
    expect((await previewDays(deps, {})).days.map(({ state }) => state)).toEqual(['checked'])
  })
})
