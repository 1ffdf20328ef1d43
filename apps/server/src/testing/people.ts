/** Invented clients in the database, and how they sign in. */
import type { FastifyInstance } from 'fastify'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { idNumberMac, phoneMac, placeOf, searchMacs } from '../crypto/personal'
import type { Deps } from '../deps'
import { sendDueCodes } from '../features/auth/code-messages.service'
import { openOutbox } from '../sms/outbox'

export interface Person {
  name: string
  idNumber: string
  phone: string
}

export const ANNA: Person = { name: '安娜', idNumber: '11010519491231002X', phone: '13800138000' }
export const BORIS: Person = { name: '鲍里斯', idNumber: '440524188001010014', phone: '13900139000' }
/** Nobody's client. */
export const STRANGER: Person = { name: '陌生人', idNumber: 'E12345678', phone: '13700137000' }

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const NUMBERS_A_DAY = 999

/** One of a crowd, each with a card number (GB 11643) and a phone of their own. */
export function inventedPerson(index: number): Person {
  const born = new Date(Date.UTC(1950, 0, 1 + Math.floor(index / NUMBERS_A_DAY)))
  const serial = String(1 + (index % NUMBERS_A_DAY)).padStart(3, '0')
  const body = `110105${born.toISOString().slice(0, 10).replaceAll('-', '')}${serial}`
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(body[at]), 0)
  return {
    name: `客户${index}`,
    idNumber: `${body}${'10X98765432'[sum % 11]}`,
    phone: `1371${String(index).padStart(7, '0')}`,
  }
}

export const CHANGE = { 'x-requested-with': 'sma' }

/** Writes a client who owns new portfolios of these codes; returns the client's id. */
export async function addClient(deps: Deps, person: Person, codes: readonly string[] = []): Promise<string> {
  const { db, keys, newId, clock } = deps
  const id = newId()
  const seal = (column: string, text: string) => keys.encrypt(text, placeOf('client', column, id))
  await db
    .insertInto('client')
    .values({
      id,
      client_no: `C${person.phone}`,
      name_enc: seal('name', person.name),
      id_type: 'id-card',
      id_number_enc: seal('id_number', person.idNumber),
      id_number_mac: idNumberMac(keys, person.idNumber),
      phone_enc: seal('phone', person.phone),
      phone_mac: phoneMac(keys, person.phone),
      ...searchMacs(keys, person),
      created_at: clock.now().toISOString(),
      suspended_at: null,
    })
    .execute()
  for (const code of codes) await addPortfolio(deps, id, code)
  return id
}

async function addPortfolio({ db, newId }: Deps, clientId: string, code: string): Promise<void> {
  const id = newId()
  await db
    .insertInto('portfolio')
    .values({
      id,
      code,
      name: `组合${code}`,
      strategy: 'balanced',
      launch_date: '2024-01-02',
      initial_assets_e4: 100_000_000_000n,
      initial_shares_e4: 100_000_000_000n,
      benchmark: null,
      manager: null,
      valuation_lag: 1,
      nav_decimals: 4,
      o32_fund_no: null,
      fa_ledger_no: null,
      fa_name: null,
      revision: 1,
    })
    .execute()
  await db.insertInto('client_portfolio').values({ client_id: clientId, portfolio_id: id }).execute()
}

export interface SentCode {
  at: string
  phone: string
  text: string
  code: string
}

/** What went out so far, after everything due was sent. */
export async function sentCodes(deps: Deps): Promise<SentCode[]> {
  await sendDueCodes(deps, openOutbox(deps.config.dataDir, deps.clock))
  return outboxLines(deps)
}

function outboxLines({ config }: Deps): SentCode[] {
  try {
    const lines = readFileSync(join(config.dataDir, 'outbox.jsonl'), 'utf8').trim().split('\n')
    return lines.map((line) => JSON.parse(line) as SentCode)
  } catch {
    return []
  }
}

/** Cookies of one browser. */
export type Cookies = Record<string, string>

export interface Asked {
  challengeId: string
  cookies: Cookies
}

export function askForCode(
  app: FastifyInstance,
  { idNumber, phone }: Omit<Person, 'name'>,
  remoteAddress = '127.0.0.1',
) {
  return app.inject({
    method: 'POST',
    url: '/api/v1/auth/challenges',
    headers: CHANGE,
    payload: { idNumber, phone },
    remoteAddress,
  })
}

export function tryCode(app: FastifyInstance, { challengeId, cookies }: Asked, code: string) {
  return app.inject({
    method: 'POST',
    url: '/api/v1/auth/sessions',
    headers: CHANGE,
    cookies,
    payload: { challengeId, code },
  })
}

/** What a browser keeps of a reply. */
export function cookiesOf(reply: { cookies: { name: string; value: string }[] }): Cookies {
  return Object.fromEntries(reply.cookies.filter(({ value }) => value !== '').map(({ name, value }) => [name, value]))
}

/** A challenge that went well, with its cookie. */
export async function asked(app: FastifyInstance, person: Omit<Person, 'name'>): Promise<Asked> {
  const reply = await askForCode(app, person)
  if (reply.statusCode !== 202) throw new Error(`the challenge was answered ${reply.statusCode}`)
  return { challengeId: reply.json<{ challengeId: string }>().challengeId, cookies: cookiesOf(reply) }
}

/** The session cookie of a person who signs in by the code from the outbox. */
export async function signIn(app: FastifyInstance, deps: Deps, person: Person): Promise<Cookies> {
  const challenge = await asked(app, person)
  const code = (await sentCodes(deps)).at(-1)?.code ?? ''
  const reply = await tryCode(app, challenge, code)
  if (reply.statusCode !== 201) throw new Error(`the sign-in was answered ${reply.statusCode}`)
  return cookiesOf(reply)
}
