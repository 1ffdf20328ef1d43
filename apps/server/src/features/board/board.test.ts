import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { importText } from '../../testing/import-bench'
import type { Cookies } from '../../testing/people'
import { addPerson, asStaff, signInAs } from '../../testing/staff'
import { boardOf } from './board.service'

const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,valuation_lag
SA1,甲,balanced,2025-12-29,1000.00,1000,1
SA2,乙,balanced,2025-12-29,1000.00,1000,1
SA3,丙,balanced,2025-12-31,1000.00,1000,2
SA4,丁,balanced,2026-01-06,1000.00,1000,1
`
const FUNDS = 'fund_code,fund_name,asset_class\n000001,示例货币,money\n'
const valuation = (code: string, date: string) =>
  `portfolio_code,date,net_assets,shares,unit_nav\n${code},${date},1000.00,1000,1.0000\n`

forEachEngine("today's board", (open) => {
  it('says for each account how far the day due has come, and what is missing since when', async () => {
    const deps = await open()
    await importText(deps, PORTFOLIOS)
    await importText(deps, FUNDS)
    for (const date of ['2025-12-29', '2025-12-30', '2025-12-31']) await importText(deps, valuation('SA1', date))
    await importText(deps, valuation('SA2', '2025-12-29'))
    await importText(deps, valuation('SA2', '2025-12-30'), { publish: false })
    const holdings = 'portfolio_code,date,fund_code,shares,market_value\nSA3,2025-12-31,000001,10,10.00\n'
    await importText(deps, holdings)

    // Monday 5 January 2026, 09:00 in Shanghai; 1 and 2 January are closed, so that 31 December is the trading day before.
    const board = await boardOf(deps, undefined)
    const none = { missingSince: null, missingDays: 0 }
    expect(board).toMatchObject({
      today: '2026-01-05',
      portfolios: [
        { code: 'SA1', expectedDate: '2025-12-31', state: 'published', lastPublished: '2025-12-31', ...none },
        { code: 'SA2', expectedDate: '2025-12-31', state: 'missing', lastPublished: '2025-12-29', waiting: 1 },
        { code: 'SA3', expectedDate: null, state: null, lastPublished: null, ...none },
        { code: 'SA4', expectedDate: null, state: null, lastPublished: null, ...none },
      ],
    })
    expect(board.portfolios[1]).toMatchObject({ missingSince: '2025-12-31', missingDays: 1, sources: [] })
    expect(board.portfolios[0]?.sources).toEqual(['valuation'])

    // On 31 December, the files of the 30th were due: what stood then, as it is known now.
    const past = await boardOf(deps, '2025-12-31')
    expect(past).toMatchObject({ today: '2026-01-05', date: '2025-12-31' })
    expect(past.portfolios).toMatchObject([
      { code: 'SA1', expectedDate: '2025-12-30', state: 'published', lastPublished: '2025-12-31', ...none },
      { code: 'SA2', expectedDate: '2025-12-30', state: 'checked', lastPublished: '2025-12-29', waiting: 1, ...none },
      { code: 'SA3', expectedDate: null },
      { code: 'SA4', expectedDate: null },
    ])
    expect((await boardOf(deps, '2025-12-29')).portfolios[1]).toMatchObject({ lastPublished: '2025-12-29', waiting: 0 })
    expect((await boardOf(deps, '2027-01-01')).date).toBe('2026-01-05')

    deps.clock.set('2026-01-07T01:00:00.000Z')
    const later = (await boardOf(deps, undefined)).portfolios
    expect(later[0]).toMatchObject({ expectedDate: '2026-01-06', state: 'missing', missingSince: '2026-01-05' })
    expect(later[0]?.missingDays).toBe(2)
    expect(later[2]).toMatchObject({ expectedDate: '2026-01-05', missingSince: '2025-12-31', missingDays: 2 })
    expect(later[3]).toMatchObject({ expectedDate: '2026-01-06', missingSince: '2026-01-06', missingDays: 1 })

    // On a Saturday, Friday's files are not due yet: Thursday's were.
    deps.clock.set('2026-01-10T01:00:00.000Z')
    expect((await boardOf(deps, undefined)).portfolios[0]?.expectedDate).toBe('2026-01-08')
    deps.clock.set('2026-01-02T01:00:00.000Z')
    expect((await boardOf(deps, undefined)).portfolios[2]).toMatchObject({ expectedDate: null })
  })

  it('awaits nothing of a closed account after its last day', async () => {
    const deps = await open()
    const header = PORTFOLIOS.split('\n')[0]
    // Both are closed on Saturday 3 January: Wednesday 31 December is the last trading day.
    await importText(
      deps,
      `${header},state,closed_on
SA1,甲,balanced,2025-12-29,1000.00,1000,1,closed,2026-01-03
SA2,乙,balanced,2025-12-29,1000.00,1000,1,closed,2026-01-03
`,
    )
    for (const date of ['2025-12-29', '2025-12-30', '2025-12-31']) await importText(deps, valuation('SA1', date))
    for (const date of ['2025-12-29', '2025-12-30']) await importText(deps, valuation('SA2', date))
    deps.clock.set('2026-02-02T01:00:00.000Z')
    expect((await boardOf(deps, undefined)).portfolios).toMatchObject([
      { code: 'SA1', expectedDate: '2025-12-31', state: 'published', missingSince: null, missingDays: 0 },
      { code: 'SA2', expectedDate: '2025-12-31', state: 'missing', missingSince: '2025-12-31', missingDays: 1 },
    ])
  })

  it('counts open findings, and files of the day that were refused; a day that a reader held back is held', async () => {
    const deps = await open()
    await importText(deps, PORTFOLIOS)
    await importText(deps, valuation('SA1', '2025-12-29'))
    // The same row twice with other figures: the reader does not choose.
    const twice = `${valuation('SA1', '2025-12-31')}SA1,2025-12-31,1100.00,1000,1.1000\n`
    await importText(deps, twice)
    await importText(deps, 'dish,price\nnoodles,12\n')
    const board = await boardOf(deps, undefined)
    expect(board.files).toEqual({ held: 1, rejected: 1 })
    expect(board.portfolios[0]).toMatchObject({ state: 'held', expectedDate: '2025-12-31', findings: 1 })
    expect((await boardOf(deps, '2025-12-30')).portfolios[0]).toMatchObject({ state: 'published', findings: 0 })
    await importText(deps, valuation('SA1', '2025-12-31'))
    const mended = await boardOf(deps, undefined)
    // The 30th is still missing (R-CHK-7).
    expect(mended.portfolios[0]).toMatchObject({ state: 'published', findings: 1 })
    expect((await boardOf(deps, '2025-12-29')).files).toEqual({ held: 0, rejected: 0 })
  })

  it('begins with what asks for someone, with its age, and shows each role no more than its own pages', async () => {
    const deps = await open()
    const app = buildApp(deps)
    const logins = {
      operator: ['operator'],
      editor: ['editor'],
      adviser: ['adviser'],
      boss: ['administrator'],
    } as const
    const cookies = new Map<string, Cookies>()
    for (const [login, roles] of Object.entries(logins))
      cookies.set(login, await signInAs(app, login, await addPerson(deps, login, { roles: [...roles] })))
    const notes = async (login: string) => {
      const { reply } = await asStaff(app, cookies.get(login) ?? {}, ['GET', '/board/notes'])
      const all = reply.json<{ notes: { kind: string; count: number; since: string | null }[] }>().notes
      return all.map(({ kind, count, since }) => `${kind} ${count} ${since}`)
    }
    // Nothing has come yet, and nothing is owed.
    for (const login of cookies.keys()) expect([login, await notes(login)]).toEqual([login, []])
    await importText(deps, PORTFOLIOS)
    await importText(deps, 'dish,price\nnoodles,12\n')
    await importText(deps, valuation('SA1', '2025-12-29'), { publish: false })
    deps.clock.advance(60)
    await asStaff(app, cookies.get('boss') ?? {}, ['POST', '/people/operator/reset'])
    const at = '2026-01-05T01:00:00.000Z'
    // SA1, SA2: 31 December and 5 January; SA3 with T+2 the same; SA4 begins tomorrow. Three monthly reports of December.
    const owed = await notes('editor')
    expect(owed).toEqual(['disclosure-soon 9 2026-01-05'])
    expect(await notes('operator')).toEqual([`files-rejected 1 ${at}`, `days-checked 1 ${at}`, ...owed])
    expect(await notes('adviser')).toEqual([])
    expect((await notes('boss')).some((line) => line.startsWith('files'))).toBe(false)
  })
})
