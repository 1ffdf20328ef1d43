/** What nobody would type, in every field of every body in turn: it is refused or kept, never an error of ours. */
import { api } from '@sma/contract/api'
import type { Endpoint } from '@sma/contract/endpoint'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { mysqlMissing } from '../attack/house'
import { openLive } from '../attack/live'
import { inputOf, settle } from '../attack/mass-assignment-house'
import { ENGINES } from '../attack/part'
import { API_PREFIX } from '../apps/server/src/http/router'
import { CHANGE } from '../apps/server/src/testing/people'

const noMysql = await mysqlMissing()

/** NUL, half a pair, signs that steer a terminal and the direction of writing, a name of JavaScript's own. */
const TEXTS = ['a\u0000b', 'a\udfffb', '\u0001\u001b[31m\u202e\u2066', '__proto__']
/** A text of as many as the field may hold: four bytes each, invisible, eighteen once NFKC has written them out, a long number. */
const FILLS = ['😀', '\u200b', 'ﷺ', '9']
const DAYS = ['1990-01-01', '2199-12-31']
const NUMBERS = [-1, 2 ** 31, Number.MAX_SAFE_INTEGER]
const OTHERS: unknown[] = [null, [], { toString: 1 }]

type Path = (string | number)[]

function leaves(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }]
  return Object.entries(value).flatMap(([name, part]) =>
    leaves(part, [...path, Array.isArray(value) ? Number(name) : name]),
  )
}

/** The lists within a body that hold texts. */
function lists(value: unknown, path: Path = []): { path: Path; value: unknown[] }[] {
  if (typeof value !== 'object' || value === null) return []
  const own = Array.isArray(value) && value.every((one) => typeof one === 'string') ? [{ path, value }] : []
  return [...own, ...Object.entries(value).flatMap(([name, part]) => lists(part, [...path, name]))]
}

function withAt(body: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value
  const copy: unknown = Array.isArray(body) ? [...body] : { ...(body as object) }
  const parts = copy as Record<string | number, unknown>
  parts[name] = withAt(parts[name], rest, value)
  return copy
}

interface Shape {
  properties?: Record<string, Shape>
  items?: Shape
  anyOf?: Shape[]
  maxLength?: number
}

function longest(shape: Shape | undefined, [name, ...rest]: Path): number {
  if (!shape) return 1000
  if (shape.anyOf) return Math.max(...shape.anyOf.map((one) => longest(one, name === undefined ? [] : [name, ...rest])))
  if (name === undefined) return shape.maxLength ?? 1000
  return longest(typeof name === 'number' ? shape.items : shape.properties?.[name], rest)
}

/** What takes a body, but for sign-ins and views: those end the sessions that the others need. */
const TAKING = Object.entries<Endpoint>(api).filter(
  ([, { body, path }]) => body !== undefined && !/\/auth|\/client-view/.test(path),
)

describe.each(ENGINES)('what is sent on %s', (engine) => {
  async function openHouse() {
    const live = await openLive(engine, { config: () => ({ limits: 'off', passkeys: 'on', clientTotp: 'offered' }) })
    onTestFinished(() => live.close())
    const { cookies, known, own } = await settle(live)
    const headers = { ...CHANGE, 'content-type': 'application/json' }
    return {
      /** A request that is right as things stand, and how it is sent with the body that `change` makes of its own. */
      async prepare(name: string, endpoint: Endpoint) {
        const { body, params } = inputOf(endpoint, known, (await own[name]?.()) ?? {})
        const path = endpoint.path.replaceAll(/:(\w+)/g, (_, param: string) => encodeURIComponent(params(param)))
        const common = { method: endpoint.method, url: API_PREFIX + path, cookies, headers }
        const send = (payload: unknown) => live.app.inject({ ...common, payload: JSON.stringify(payload) })
        return { body, send }
      },
    }
  }

  it.skipIf(engine === 'mysql' && noMysql)(
    'is never an error of the server, whatever a field holds',
    { timeout: 240_000 },
    async () => {
      const house = await openHouse()
      const faults: string[] = []
      let asked = 0
      for (const [name, endpoint] of TAKING) {
        const shape = z.toJSONSchema(endpoint.body as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Shape
        let last = name
        const tryWith = async (path: Path, value: unknown) => {
          const what = `${name} ${path.join('.')}=${JSON.stringify(value).slice(0, 40)}`
          // What was taken from the request before may not stand in the way of reading what this one needs.
          const { body, send } = await house.prepare(name, endpoint).catch((error: Error) => {
            throw new Error(`after ${last}`, { cause: error })
          })
          last = what
          const { statusCode } = await send(withAt(body, path, value))
          asked += 1
          const isUnfit = typeof value === 'string' && /[\0\p{Surrogate}]/u.test(value)
          if (statusCode >= 500 || (isUnfit && statusCode < 300)) faults.push(`${statusCode} ${what}`)
        }
        const { body } = await house.prepare(name, endpoint)
        for (const { path, value } of leaves(body)) {
          const most = Math.min(longest(shape, path), 5000)
          const full = FILLS.map((fill) => fill.repeat(Math.floor(most / fill.length)))
          const twins = typeof value === 'string' ? [`${value} `, value.toUpperCase()] : []
          for (const other of [...TEXTS, ...full, ...DAYS, ...NUMBERS, ...OTHERS, ...twins]) await tryWith(path, other)
        }
        for (const { path, value } of lists(body)) {
          await tryWith(path, [...value, ...value])
          await tryWith(path, [...value, ...value.map((one) => `${String(one)} `)])
        }
      }
      expect(asked).toBeGreaterThan(1000)
      expect(faults).toEqual([])
    },
  )

  it.skipIf(engine === 'mysql' && noMysql)(
    'four times at once is no error of the server either',
    { timeout: 240_000 },
    async () => {
      const house = await openHouse()
      const faults: string[] = []
      let done = 0
      for (const [name, endpoint] of TAKING)
        for (let round = 0; round < 3; round++) {
          const { body, send } = await house.prepare(name, endpoint)
          for (const { statusCode } of await Promise.all([send(body), send(body), send(body), send(body)])) {
            if (statusCode < 300) done += 1
            if (statusCode >= 500) faults.push(`${statusCode} ${name}`)
          }
        }
      expect(done).toBeGreaterThan(100)
      expect(faults).toEqual([])
    },
  )
})
