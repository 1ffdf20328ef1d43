import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { importText } from '../../testing/import-bench'
import { ANNA } from '../../testing/people'
import { addPerson, asStaff, staffCookies } from '../../testing/staff'
import { guideOf } from './guide.service'

const FUNDS = 'fund_code,fund_name,asset_class\n000001,示例货币,money\n000002,示例债券,fixed-income\n'
const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
SA1,甲,balanced,2025-12-29,1000.00,1000
`
const CLIENTS = `client_no,client_name,id_number,phone,portfolio_codes
C1,${ANNA.name},${ANNA.idNumber},${ANNA.phone},SA1
`
const VALUATION = 'portfolio_code,date,net_assets,shares,unit_nav\nSA1,2025-12-29,1000.00,1000,1.0000\n'

forEachEngine('the guide', (open) => {
  it('tells each step by what the system holds, up to the first published day', async () => {
    const deps = await open()
    const done = async () => (await guideOf(deps)).steps.filter((step) => step.isDone).map(({ step }) => step)
    expect(await done()).toEqual([])
    // Two roles in one person are not two people.
    await addPerson(deps, 'wu', { roles: ['operator', 'reviewer'] })
    expect(await done()).toEqual([])
    expect((await guideOf({ ...deps, config: { ...deps.config, gate: 'single-person' } })).steps[1]?.isDone).toBe(true)
    await addPerson(deps, 'lin', { roles: ['operator'] })
    expect(await done()).toEqual(['staff'])
    await importText(deps, FUNDS)
    await importText(deps, PORTFOLIOS)
    await importText(deps, CLIENTS)
    expect(await done()).toEqual(['staff', 'funds', 'accounts', 'clients'])
    await importText(deps, VALUATION, { publish: false })
    await importText(deps, 'dish,price\nnoodles,12\n')
    const guide = await guideOf(deps)
    expect(guide.steps.map(({ step, isDone, count }) => [step, isDone, count])).toEqual([
      ['brand', false, null],
      ['staff', true, 2],
      ['funds', true, 2],
      ['accounts', true, 1],
      ['clients', true, 1],
      ['figures', true, null],
      ['publish', false, 1],
    ])
    expect([guide.isDone, guide.files]).toEqual([false, { held: 0, rejected: 1 }])
    await importText(deps, VALUATION)
    expect(await guideOf(deps)).toMatchObject({ isDone: true, files: { rejected: 1 } })
    const config = { ...deps.config, brandFile: 'brand.json' }
    expect((await guideOf({ ...deps, config })).steps[0]).toMatchObject({ step: 'brand', isDone: true })
  })

  it('hands out empty files, which the importer knows again', async () => {
    const deps = await open()
    const app = buildApp(deps)
    const admin = await staffCookies(app, deps, 'administrator')
    const guide = (await asStaff(app, admin, ['GET', '/guide'])).body
    expect(guide?.isDone).toBe(false)
    const { reply } = await asStaff(app, admin, ['GET', '/templates/funds'])
    expect(reply.rawPayload.toString('utf8')).toMatch(/^\uFEFF基金代码\*,基金名称\*,.*资产类别\*.*\r\n$/)
    expect(reply.headers['content-disposition']).toContain('funds.csv')
    expect((await asStaff(app, admin, ['GET', '/templates/fa-dump'])).status).toBe(404)
    const english = await asStaff(app, admin, ['GET', '/templates/funds?language=en'])
    expect(english.reply.body).toContain('fund_code*,')
    type Templates = { templates: { kind: string; columns: { heading: string }[] }[] }
    const templates = (await asStaff<Templates>(app, admin, ['GET', '/templates'])).body?.templates ?? []
    const values: Record<string, string> = { 基金代码: '000001', 基金名称: '示例货币', 资产类别: '货币' }
    const cells = templates.find(({ kind }) => kind === 'funds')?.columns.map(({ heading }) => values[heading] ?? '')
    const filled = `${reply.rawPayload.toString('utf8')}${cells?.join(',')}\r\n`
    expect(await importText(deps, filled)).toMatchObject({ kind: 'funds', status: 'applied', problems: [] })
    expect((await guideOf(deps)).steps.find(({ step }) => step === 'funds')?.count).toBe(1)
  })
})
