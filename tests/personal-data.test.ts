/** Planted ID numbers, phones, names and codes are found nowhere but in the outbox, which stands for the phones of the clients. */
import { maskName } from '@sma/contract/identity'
import { sql } from 'kysely'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildApp } from '../apps/server/src/app'
import { placeOf } from '../apps/server/src/crypto/personal'
import { columnsOf, KINDS, SEALED_COLUMNS, TABLES } from '../apps/server/src/db/data-classes'
import type { Schema } from '../apps/server/src/db/schema'
import { runDueJobs } from '../apps/server/src/features/imports/jobs.service'
import { fromBase32, hotp, stepAt } from '../apps/server/src/crypto/totp'
import { openLog } from '../apps/server/src/open-deps'
import { forEachEngine, type TestDeps } from '../apps/server/src/testing/engines'
import { PORTFOLIOS } from '../apps/server/src/testing/import-bench'
import {
  askForCode,
  CHANGE,
  sentCodes,
  signIn,
  tryCode,
  type Cookies,
  type Person,
} from '../apps/server/src/testing/people'
import { addPasskeyOf } from '../apps/server/src/testing/passkeys'
import { asStaff, staffCookies, tryStaffSignIn } from '../apps/server/src/testing/staff'

const PEOPLE = 250
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Invented, with the right check digit. */
function person(index: number): Person {
  const digits = `4403071977${String(1000 + (index % 9)).slice(0, 2)}${String(10 + (index % 19))}${String(index % 1000).padStart(3, '0')}`
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  const tail = String(index).padStart(4, '0')
  return { name: `莫须有${tail}`, idNumber: `${digits}${'10X98765432'[sum % 11]}`, phone: `1597531${tail}` }
}

const CLIENTS = Array.from({ length: PEOPLE }, (_, index) => person(index))
const [DELEGATE, WAITING, DROPPED, STRANGER, WRONG, ADDED, RENAMED] = [900, 901, 902, 903, 904, 905, 906].map(
  person,
) as [Person, Person, Person, Person, Person, Person, Person]
const EVERYBODY = [...CLIENTS, DELEGATE, WAITING, DROPPED, STRANGER, WRONG, ADDED, RENAMED]

const HEAD = 'client_no,client_name,id_type,id_number,phone,portfolio_codes\n'
const rowOf = ({ name, idNumber, phone }: Person, no: string) => `${no},${name},id-card,${idNumber},${phone},SMA001\n`

/** As the text itself, and as the plain hash that falls in hours. */
const spellings = (text: string): Buffer[] => {
  const hash = createHash('sha256').update(text).digest()
  return [Buffer.from(text), Buffer.from(hash.toString('hex')), hash, Buffer.from(hash.toString('base64url'))]
}

const NEEDLES = EVERYBODY.flatMap(({ name, idNumber, phone }) => [name, idNumber, phone]).flatMap(spellings)

function findings(places: Record<string, Buffer>, codes: readonly string[]): string[] {
  return Object.entries(places).flatMap(([place, bytes]) => {
    const text = bytes.toString('latin1')
    // six digits stand in many a hash: a code counts where it stands by itself
    const isCode = codes.some((code) => new RegExp(`(?<![\\w.-])${code}(?![\\w-])`).test(text))
    const found = NEEDLES.filter((needle) => bytes.includes(needle))
    return [...found.map((needle) => `${place}: ${needle.toString()}`), ...(isCode ? [`${place}: a code`] : [])]
  })
}

function filesOf(dataDir: string): Record<string, Buffer> {
  const names = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter(
    (name) => statSync(join(dataDir, name)).isFile() && !/^(outbox|notices)\.jsonl$/.test(name),
  )
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(dataDir, name))]))
}

/** What rows hold, one value a line: also where the files of the database are another machine's. */
async function rowsOf({ db }: TestDeps): Promise<Record<string, Buffer>> {
  const places: Record<string, Buffer> = {}
  for (const name of Object.keys(TABLES) as (keyof Schema)[]) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db)
    places[`table ${name}`] = Buffer.from(rows.flatMap((row) => Object.values(row).map(String)).join('\n'))
  }
  return places
}

const FORMS = {
  sealed: /^([a-z]\d\.[\w.-]{20,})?$/,
  'keyed hash': /^[0-9a-f]{64}$/,
  hash: /^[0-9a-f]{64}$/,
  argon2id: /^\$argon2id\$/,
}

forEachEngine('planted personal data', (open) => {
  async function openHouse() {
    const lines: string[] = []
    const deps = { ...(await open()), log: openLog('debug', { write: (line) => void lines.push(line) }) }
    deps.config = { ...deps.config, logLevel: 'debug', passkeys: 'on', clientTotp: 'offered' }
    const app = buildApp(deps)
    await app.ready()
    const errors: string[] = []
    return { deps, app, lines, errors, operator: await staffCookies(app, deps, 'operator') }
  }
  type House = Awaited<ReturnType<typeof openHouse>>

  async function ask({ app, errors }: House, options: object): Promise<void> {
    const reply = await app.inject({ headers: { ...CHANGE, 'content-type': 'application/json' }, ...options })
    if (reply.statusCode >= 400) errors.push(JSON.stringify(reply.headers) + reply.body)
  }

  async function importClients({ deps, app, operator }: House): Promise<void> {
    const form = new FormData()
    const good = CLIENTS.map((one, index) => rowOf(one, `C${index}`)).join('')
    const wrong = { ...WRONG, idNumber: `${WRONG.idNumber.slice(0, -1)}${WRONG.idNumber.endsWith('1') ? '2' : '1'}` }
    const twice = rowOf(CLIENTS[0] ?? WRONG, 'C-again')
    const files = {
      'portfolios.csv': PORTFOLIOS,
      'clients.csv': HEAD + good,
      'bad.csv': HEAD + rowOf(wrong, 'C-wrong') + rowOf({ ...WRONG, phone: `${WRONG.phone}9` }, 'C-phone') + twice,
      'shifted.csv': `${HEAD}C-shifted,${WRONG.phone},${WRONG.name},${WRONG.name},${WRONG.idNumber},${WRONG.idNumber}\n`,
      'torn.csv': `${HEAD}"C-torn,${WRONG.name},id-card,${WRONG.idNumber}`,
      'other.csv': `name,number\n${WRONG.name},${WRONG.idNumber}\n`,
    }
    for (const [name, content] of Object.entries(files)) form.append('files', new File([content], name))
    const request = new Request('http://x', { method: 'POST', body: form })
    const headers = { ...CHANGE, 'content-type': request.headers.get('content-type') ?? '' }
    const payload = Buffer.from(await request.arrayBuffer())
    await app.inject({ method: 'POST', url: '/api/v1/staff/files', headers, cookies: operator, payload })
    await runDueJobs(deps)
  }

  /** Some sign in, one guesses, a stranger asks. */
  async function signIns(house: House): Promise<void> {
    const { app, deps } = house
    for (const one of CLIENTS.slice(0, 4)) await addPasskeyOf(app, deps, await signIn(app, deps, one))
    for (const one of [...CLIENTS.slice(4, 7), STRANGER]) {
      const reply = await askForCode(app, one, '10.0.0.7')
      const { challengeId } = reply.json<{ challengeId: string }>()
      const cookies = Object.fromEntries(reply.cookies.map(({ name, value }) => [name, value]))
      const tried = await tryCode(app, { challengeId, cookies }, '000000')
      house.errors.push(tried.body)
    }
    await sentCodes(deps)
  }

  async function wishes({ app, deps, operator }: House): Promise<void> {
    const reviewer = await staffCookies(app, deps, 'reviewer')
    for (const one of [DELEGATE, DROPPED, WAITING]) {
      const wish = { ...one, portfolios: ['SMA001'], idType: 'id-card', until: '2026-03-31', wish: '档案 2026-17' }
      await asStaff(app, operator, ['POST', '/delegations', wish])
      const { requests } = (await asStaff(app, reviewer, ['GET', '/requests'])).body as { requests: { id: string }[] }
      const path = `/requests/${requests[0]?.id}`
      if (one === DELEGATE) await asStaff(app, reviewer, ['POST', `${path}/confirmation`])
      if (one === DROPPED) await asStaff(app, reviewer, ['DELETE', path])
    }
    await signIn(app, deps, DELEGATE)
  }

  /** What client and house write to each other of both, and what is sealed of staff. */
  async function wordsAndSecrets({ app, deps, operator, errors }: House): Promise<void> {
    const [client = STRANGER] = CLIENTS
    const text = `${client.name} ${client.idNumber} ${client.phone}`
    deps.clock.advance(61)
    const cookies = await signIn(app, deps, client)
    const path = '/api/v1/portfolios/SMA001/messages'
    const written = await app.inject({ method: 'POST', url: path, headers: CHANGE, cookies, payload: { text } })
    const factor = async (method: 'POST' | 'PUT', payload?: object) =>
      app.inject({ method, url: '/api/v1/second-factor', headers: CHANGE, cookies, payload })
    const own = fromBase32((await factor('POST')).json<{ secret: string }>().secret)
    expect((await factor('PUT', { totp: hotp(own, stepAt(deps.clock.now())) })).statusCode).toBe(200)
    const admin = await staffCookies(app, deps, 'administrator')
    const { id } = written.json<{ id: string }>()
    const answered = await asStaff(app, admin, ['POST', `/messages/${id}/replies`, { text }])
    expect([written.statusCode, answered.status]).toEqual([201, 201])
    await asStaff(app, operator, ['POST', '/auth/totp', {}])
    const begun = await asStaff(app, admin, ['POST', '/auth/totp', {}])
    const secret = fromBase32(String(begun.body?.['secret']))
    await asStaff(app, admin, ['PUT', '/auth/totp', { totp: hotp(secret, stepAt(deps.clock.now())) }])
    errors.push((await asStaff(app, admin, ['POST', `/messages/${text}/replies`, { text: 1 }])).reply.body)
  }

  /** Staff add, rename, find and take away clients by what nobody may read anywhere, and send a file of them to the wrong place. */
  async function atTheDesk({ app, operator, errors }: House): Promise<void> {
    const ask = async (...asked: Parameters<typeof asStaff>[2]): Promise<Record<string, unknown> | null> => {
      const { status, body, reply } = await asStaff(app, operator, asked)
      if (status >= 400) errors.push(JSON.stringify(reply.headers) + reply.body)
      return body
    }
    const { name, idNumber, phone } = ADDED
    const client = { clientNo: 'N1', ...ADDED, idType: 'id-card', portfolios: ['SMA001'] }
    const id = String((await ask('POST', '/clients', client))?.['id'])
    await ask('POST', '/clients', { ...client, clientNo: 'N2' })
    await ask('POST', '/clients', { ...client, idNumber: `${idNumber}${name}`, phone: name })
    await ask('PUT', `/clients/${id}/name`, { name: RENAMED.name, reason: '更名' })
    await ask('PUT', `/clients/${id}/name`, { name: RENAMED.name, reason: '更名登记' })
    for (const typed of [name, idNumber, phone]) {
      await ask('POST', '/clients/searches', { personal: typed })
      await ask('POST', '/clients/searches', { text: typed, cursor: typed })
      await ask('POST', '/clients/exports', { text: typed, whole: false })
      await ask('GET', `/accounts?text=${encodeURIComponent(typed)}&cursor=${encodeURIComponent(typed)}`)
      await ask('GET', `/accounts/${encodeURIComponent(typed)}`)
      await ask('GET', `/disclosure?text=${encodeURIComponent(typed)}&cursor=${encodeURIComponent(typed)}`)
      await ask('GET', `/funds?text=${encodeURIComponent(typed)}`)
    }
    const shown = await ask('GET', `/clients/${id}/history`)
    errors.push(JSON.stringify([shown, await ask('GET', `/clients/${id}`), await ask('POST', '/clients/searches', {})]))
    const form = new FormData()
    form.append('files', new File([HEAD + rowOf(WRONG, 'C-wrong')], 'accounts.csv'))
    const request = new Request('http://x', { method: 'POST', body: form })
    const headers = { ...CHANGE, 'content-type': request.headers.get('content-type') ?? '' }
    const url = '/api/v1/staff/account-files/comparison'
    const payload = Buffer.from(await request.arrayBuffer())
    const compared = await app.inject({ method: 'POST', url, headers, cookies: operator, payload })
    errors.push(compared.body)
    expect([compared.statusCode, shown?.['changes']]).toMatchObject([200, [{ field: 'name' }]])
  }

  async function mistakes(house: House): Promise<void> {
    const { name, idNumber, phone } = WRONG
    const challenges = { method: 'POST', url: '/api/v1/auth/challenges' }
    await ask(house, { ...challenges, payload: `{"idNumber":"${idNumber}","phone":"${phone}",` })
    await ask(house, { ...challenges, payload: { idNumber, phone, name } })
    await ask(house, { ...challenges, payload: { idNumber: `${idNumber}${name}`, phone: [phone] } })
    await ask(house, { url: `/api/v1/portfolios/${idNumber}/holdings?phone=${phone}` })
    await ask(house, { url: `/${phone}/${encodeURIComponent(name)}?id=${idNumber}` })
    await ask(house, { url: `/sso?signmsg=${idNumber}${phone}` })
    await ask(house, { method: 'POST', url: '/api/v1/auth/sessions', payload: { challengeId: idNumber, code: phone } })
    const reply = await tryStaffSignIn(house.app, { login: idNumber, password: `${name}${phone}` })
    house.errors.push(reply.body)
    await ask(house, { url: `/api/v1/staff/files?text=${idNumber}`, cookies: { sma_staff: idNumber } as Cookies })
  }

  /** The database fails with the planted values in its hands. */
  async function failure(house: House): Promise<void> {
    await sql`drop table code_message`.execute(house.deps.db)
    const { idNumber, phone } = CLIENTS[10] ?? STRANGER
    await ask(house, { method: 'POST', url: '/api/v1/auth/challenges', payload: { idNumber, phone } })
    expect(house.errors.at(-1)).toContain('"status":500')
  }

  it(
    'stands in no file, log, row and error reply, and every column is stored as it is said to be',
    { timeout: 120_000 },
    async () => {
      const house = await openHouse()
      const { deps, lines, errors } = house
      await importClients(house)
      await signIns(house)
      await wishes(house)
      await wordsAndSecrets(house)
      await atTheDesk(house)
      await mistakes(house)
      const codes = [...new Set((await sentCodes(deps).catch(() => [])).map(({ code }) => code))]
      expect(codes.length).toBeGreaterThan(4)
      // a code that still waits to be sent
      await askForCode(house.app, CLIENTS[9] ?? STRANGER, '10.0.0.9')

      const { rows } = await sql<{ n: number }>`select count(*) as n from client`.execute(deps.db)
      expect(Number(rows[0]?.n)).toBe(PEOPLE + 2)
      const stored = await rowsOf(deps)
      await checkForms(deps)
      await failure(house)
      const heard = { log: Buffer.from(lines.join('')), errors: Buffer.from(errors.join('\n')) }
      expect([lines.length > 20, errors.length > 10]).toEqual([true, true])
      const places = { ...filesOf(deps.config.dataDir), ...stored, ...heard }
      expect(findings(places, codes)).toEqual([])

      // the search itself finds what is planted in the open
      const { name, phone } = WRONG
      const hole = {
        log: Buffer.from(`{"to":"${phone}","code":"${codes[0]}"}`),
        page: Buffer.from(maskName(name) + name),
      }
      expect(findings(hole, codes)).toEqual([`log: ${phone}`, 'log: a code', `page: ${name}`])
    },
  )

  async function checkForms({ db, keys }: TestDeps): Promise<void> {
    for (const table of Object.keys(TABLES) as (keyof Schema)[])
      for (const { column, kind } of columnsOf(table)) {
        const { storage } = KINDS[kind]
        if (storage === 'plain') continue
        const { rows } = await sql<{ value: string | null }>`
          select ${sql.ref(column)} as value from ${sql.table(table)}`.execute(db)
        const odd = rows.filter(({ value }) => value !== null && !FORMS[storage].test(value))
        expect([table, column, odd]).toEqual([table, column, []])
      }
    for (const { table, column, place } of SEALED_COLUMNS) {
      const { rows } = await sql<{ id: string; value: string | null }>`
        select id, ${sql.ref(column)} as value from ${sql.table(table)}`.execute(db)
      const empty = rows.filter(({ id, value }) => value && keys.decrypt(value, placeOf(table, place, id)) === '')
      expect([table, column, rows.some(({ value }) => value), empty]).toEqual([table, column, true, []])
    }
  }
})
