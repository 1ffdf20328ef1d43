/** What can happen to a ticket on its way. */
import type { Random } from '../apps/server/src/demo/random'

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

type Damage = (ticket: string, others: readonly string[], random: Random) => string

const place = (ticket: string, random: Random) => random.integer(0, ticket.length - 1)
const parts = (ticket: string) => ticket.split('.')

/** One part of the ticket, decoded and with one bit turned. */
function turnedBit(ticket: string, random: Random): string {
  const all = parts(ticket)
  const at = random.integer(0, all.length - 1)
  const bytes = Buffer.from(all[at] ?? '', 'base64url')
  if (bytes.length > 0) bytes[random.integer(0, bytes.length - 1)]! ^= 1 << random.integer(0, 7)
  return all.map((part, index) => (index === at ? bytes.toString('base64url') : part)).join('.')
}

/** The header says something else. */
function otherHeader(ticket: string, random: Random): string {
  const [head = '', ...rest] = parts(ticket)
  if (head === 'sm1') return ['sm2', ...rest].join('.')
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>
  const change = random.pick([
    { alg: 'none' },
    { alg: 'RSA-OAEP' },
    { alg: 'PBES2-HS256+A128KW', p2c: 1_000_000, p2s: 'AAAA' },
    { enc: 'A128GCM' },
    { enc: 'A256CBC-HS512' },
    { kid: '../2026-01' },
    { kid: random.integer(0, 1e9).toString(36) },
    { zip: 'DEF' },
    { crit: ['exp'] },
    { jwk: { kty: 'oct', k: 'AAAA' } },
    { jku: 'http://127.0.0.1:1/keys' },
    { cty: 'text' },
    { ['x'.repeat(random.integer(1, 50))]: random.integer(0, 1e9) },
  ])
  return [Buffer.from(JSON.stringify({ ...header, ...change })).toString('base64url'), ...rest].join('.')
}

const DAMAGES: Record<string, Damage> = {
  'one sign': (ticket, _others, random) => {
    const at = place(ticket, random)
    return (
      ticket.slice(0, at) + random.pick([...SIGNS, '.', '=', '+', '/', ' ', '\0', '%', '中']) + ticket.slice(at + 1)
    )
  },
  'one bit': (ticket, _others, random) => turnedBit(ticket, random),
  'cut off': (ticket, _others, random) => ticket.slice(0, place(ticket, random)),
  'front cut': (ticket, _others, random) => ticket.slice(1 + place(ticket, random)),
  'piece out': (ticket, _others, random) => {
    const at = place(ticket, random)
    return ticket.slice(0, at) + ticket.slice(at + random.integer(1, 20))
  },
  'piece in': (ticket, _others, random) => {
    const at = place(ticket, random)
    return (
      ticket.slice(0, at) + random.pick([...SIGNS, '.', '..', '==']).repeat(random.integer(1, 8)) + ticket.slice(at)
    )
  },
  'parts of another': (ticket, others, random) => {
    const other = parts(random.pick(others))
    const mixed = parts(ticket).map((part, at) => (random.unit() < 0.5 ? (other[at] ?? part) : part))
    return mixed.join('.')
  },
  'parts in disorder': (ticket, _others, random) => {
    const all = parts(ticket)
    const [from, to] = [random.integer(0, all.length - 1), random.integer(0, all.length - 1)]
    return all.map((part, at) => (at === from ? all[to] : at === to ? all[from] : part)).join('.')
  },
  'empty part': (ticket, _others, random) => {
    const all = parts(ticket)
    const at = random.integer(0, all.length - 1)
    return all.map((part, index) => (index === at ? '' : part)).join('.')
  },
  'other header': (ticket, _others, random) => otherHeader(ticket, random),
  padding: (ticket, _others, random) => ticket + random.pick(['=', '==', '.', ' ', '\n', '\0', '\u200B']),
}

export function damaged(ticket: string, others: readonly string[], random: Random): { kind: string; ticket: string } {
  const [kind, damage] = random.pick(Object.entries(DAMAGES))
  return { kind, ticket: damage(ticket, others, random) }
}
