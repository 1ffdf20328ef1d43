/** Who is who where the plain case ends: kinds of ID, one person twice, two phones, no account; and that nobody can tell from outside. */
import { isIdNumber, type IdType } from '@sma/contract/identity'
import type { KyselyPlugin } from 'kysely'
import { describe, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { openBrowser, solvePuzzle } from '../../testing/browser'
import { forEachEngine } from '../../testing/engines'
import { importText } from '../../testing/import-bench'
import { addClient, ANNA, BORIS, sentCodes, STRANGER, type Person } from '../../testing/people'

/** Check digits worked by hand. */
const NUMBERS: Record<IdType, string> = {
  // GB 11643: 4·7+4·9+0·10+5·5+2·8+4·4+1·2+9·1+7·6+0·3+0·7+3·9+1·10+5·5+0·8+0·4+4·2 = 244; 244 mod 11 = 2: X
  'id-card': '44052419700315004X',
  passport: 'EJ7654321',
  'hk-macau-permit': 'H12345678',
  'taiwan-permit': '12345678',
  // GB 32100: 9·1+1·3+1·9+1·27+0·19+1·26+0·16+5·17+10·20+0·29+0·25+0·13+0·8+0·24+0·10+0·30+1·28 = 387;
  // 387 mod 31 = 15; 31 − 15 = 16: G
  'social-credit-code': '91110105A00000001G',
}
const TYPES = Object.keys(NUMBERS) as IdType[]
const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
SMA001,甲,balanced,2025-12-29,1000.00,1000
SMA002,乙,balanced,2025-12-29,1000.00,1000
`
const clientsCsv = (rows: string[]) =>
  `client_no,client_name,id_type,id_number,phone,portfolio_codes\n${rows.join('\n')}\n`
const phoneOf = (at: number) => `1380000000${at}`

describe('check digits', () => {
  it.each(TYPES)('%s: the right one is taken, every other is not', (type) => {
    const number = NUMBERS[type]
    expect(isIdNumber(type, number)).toBe(true)
    if (type !== 'id-card' && type !== 'social-credit-code') return
    const others = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].filter((sign) => sign !== number.at(-1))
    for (const sign of others) expect(isIdNumber(type, number.slice(0, -1) + sign), sign).toBe(false)
  })
})

/** Notes the kind of every statement, as it is built. */
const noting = (kinds: string[]): KyselyPlugin => ({
  transformQuery({ node }) {
    kinds.push(node.kind)
    return node
  },
  transformResult: async ({ result }) => result,
})

forEachEngine('who is who', (open) => {
  it('every kind of ID comes in by the file and signs in', async () => {
    const deps = await open()
    await importText(deps, PORTFOLIOS)
    const rows = TYPES.map((type, at) => `C${at},甲${at},${type},${NUMBERS[type].toLowerCase()},${phoneOf(at)},SMA001`)
    expect(await importText(deps, clientsCsv(rows))).toMatchObject({ status: 'applied', problems: [] })
    const app = buildApp(deps)
    for (const [at, type] of TYPES.entries()) {
      const person = { name: '', idNumber: NUMBERS[type], phone: phoneOf(at) }
      expect([type, await openBrowser(app).signIn(deps, person)]).toEqual([type, 201])
    }
    const wrong = await importText(deps, clientsCsv(['C9,甲,id-card,440524197003150041,13800000009,SMA001']))
    expect(wrong.problems).toMatchObject([{ code: 'id-number-invalid', found: '4****************1' }])
  })

  it('one ID number under two client numbers: by phone two clients, with the same phone a conflict', async () => {
    const deps = await open()
    await importText(deps, PORTFOLIOS)
    const row = (no: string, phone: string, codes: string) => `${no},甲,id-card,${ANNA.idNumber},${phone},${codes}`
    await importText(deps, clientsCsv([row('C1', '13800000001', 'SMA001'), row('C2', '13800000002', 'SMA002')]))
    const app = buildApp(deps)
    for (const [phone, code] of [
      ['13800000001', 'SMA001'],
      ['13800000002', 'SMA002'],
    ]) {
      const browser = openBrowser(app)
      expect(await browser.signIn(deps, { ...ANNA, phone: phone ?? '' })).toBe(201)
      const { portfolios } = (await browser.send({ method: 'GET', path: '/portfolios' })).json<{
        portfolios: { code: string }[]
      }>()
      expect(portfolios.map((portfolio) => portfolio.code)).toEqual([code])
    }
    const same = await importText(deps, clientsCsv([row('C3', '13800000001', 'SMA002')]))
    expect(same.problems).toMatchObject([{ code: 'client-conflict', found: 'C3', expected: 'C1' }])
  })

  it('one registered phone: two in a cell are refused, and another one waits for a second person', async () => {
    const deps = await open()
    await importText(deps, PORTFOLIOS)
    const row = (phone: string) => clientsCsv([`C1,甲,id-card,${ANNA.idNumber},${phone},SMA001`])
    const two = await importText(deps, row('13800000001;13800000002'))
    expect(two.problems).toMatchObject([{ code: 'phone-invalid' }])
    await importText(deps, row('13800000001'))
    const other = await importText(deps, row('13800000002'))
    expect(other.problems.map(({ code }) => code)).toContain('client-change-held')
    const app = buildApp(deps)
    expect(await openBrowser(app).signIn(deps, { ...ANNA, phone: '13800000002' })).toBe(401)
    expect(await openBrowser(app).signIn(deps, { ...ANNA, phone: '13800000001' })).toBe(201)
    expect((await sentCodes(deps)).map(({ phone }) => phone)).toEqual(['13800000001'])
  })

  it('a client without any account signs in and sees an empty list', async () => {
    const deps = await open()
    await addClient(deps, ANNA)
    const browser = openBrowser(buildApp(deps))
    expect(await browser.signIn(deps, ANNA)).toBe(201)
    expect((await browser.send({ method: 'GET', path: '/portfolios' })).json()).toEqual({ portfolios: [] })
  })

  it('client and stranger cost the same statements, so that time tells nothing', async () => {
    const deps = await open()
    await addClient(deps, ANNA)
    // A client who has a second factor: nobody is asked for it before the right code.
    const client_id = await addClient(deps, BORIS)
    const at = deps.clock.now().toISOString()
    const factor = { id: deps.newId(), client_id, secret_enc: 'a1.', begun_at: at, set_at: at, last_step: 1 }
    await deps.db.insertInto('client_second_factor').values(factor).execute()
    const texts: string[] = []
    const app = buildApp({ ...deps, db: deps.db.withPlugin(noting(texts)) })
    const work = async (person: Person, device: string) => {
      const browser = openBrowser(app)
      if (device) browser.cookies = { sma_device: device }
      texts.length = 0
      await browser.ask(person)
      await browser.ask(person)
      await browser.tryCode('none')
      return [...texts]
    }
    for (const device of ['', 'x'.repeat(43)]) {
      const known = await work(ANNA, device)
      expect(known.length).toBeGreaterThan(15)
      expect(await work(STRANGER, device)).toEqual(known)
      expect(await work(BORIS, device)).toEqual(known)
      deps.clock.advance(61)
    }
  })

  it('client and stranger are answered with the same bytes, pair by pair, with puzzle and foreign device as well', async () => {
    const base = await open()
    await addClient(base, ANNA)
    const deps = { ...base, config: { ...base.config, limits: '{"failuresPerHouse":"6/1h","codesPerAddress":""}' } }
    const app = buildApp(deps)
    // A browser that somebody else knows, and one that nobody does.
    const known: Person = { name: '旁人', idNumber: 'G12345678', phone: '13500135000' }
    await addClient(deps, known)
    const owner = openBrowser(app)
    await owner.signIn(deps, known)
    const shape = async (person: Person, { device = '', isAttacked = false }) => {
      const browser = openBrowser(app)
      if (device) browser.cookies = { sma_device: device }
      const replies = []
      if (isAttacked) replies.push(await browser.ask(person))
      const puzzle = (await browser.send({ method: 'GET', path: '/auth/puzzle' })).json<{
        puzzle: { token: string; bits: number } | null
      }>().puzzle
      replies.push(await browser.ask(person, puzzle ? solvePuzzle(puzzle) : undefined))
      replies.push(await browser.ask(person, puzzle ? solvePuzzle(puzzle) : undefined))
      replies.push(await browser.tryCode('none'))
      return replies.map(({ statusCode, headers, body }) => {
        const { 'x-request-id': _id, date: _date, 'set-cookie': cookie, ...others } = headers
        // What is drawn by lot is compared by its form.
        const text = body.replace(/"challengeId":"[0-9A-Z]{26}"/, '"challengeId"')
        return { statusCode, others, text, cookie: String(cookie).replace(/=[\w-]{43};/, '=…;') }
      })
    }
    for (const isAttacked of [false, true]) {
      for (const device of ['', 'x'.repeat(43), owner.cookies.sma_device ?? '']) {
        const way = { device, isAttacked }
        expect(await shape(ANNA, way), JSON.stringify(way)).toEqual(await shape(STRANGER, way))
        deps.clock.advance(61)
      }
    }
  })
})
