/** What nobody would type, in every field of every body in turn: it is refused or kept, never an error of ours. */
import { api } from '@sma/contract/api'
import type { Endpoint } from '@sma/contract/endpoint'
import { describe, expect, it } from 'vitest'
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

describe.each(ENGINES)('what is sent on %s', (engine) => {
  it.skipIf(engine === 'mysql' && noMysql)('is never an error of the server', { timeout: 600_000 }, async () => {
    const live = await openLive(engine, { config: () => ({ limits: 'off' }) })
    const faults: string[] = []
    const fates = new Map<string, Map<number, number>>()
    let asked = 0
    let last = ''
    try {
      const { cookies, known, own } = await settle(live)
      const taking = Object.entries<Endpoint>(api).filter(
        ([, { body, path }]) => body && !path.includes('/auth') && !path.includes('/client-view'),
      )
      for (const [name, endpoint] of taking) {
        const fresh = async () => {
          const { body, params } = inputOf(endpoint, known, (await own[name]?.()) ?? {})
          const path = endpoint.path.replaceAll(/:(\w+)/g, (_, param: string) => encodeURIComponent(params(param)))
          return { body, url: API_PREFIX + path }
        }
        const { body: sample } = await fresh()
        const shape = z.toJSONSchema(endpoint.body as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Shape
        const send = async (what: string, change: (body: unknown) => unknown) => {
          const { body, url } = await fresh().catch((error: Error) => {
            faults.push(`after ${last}: ${error.message}`)
            throw error
          })
          last = `${name} ${what}`
          const payload = change(body)
          const { statusCode } = await live.app.inject({
            method: endpoint.method,
            url,
            cookies,
            headers: { ...CHANGE, 'content-type': 'application/json' },
            payload: JSON.stringify(payload),
          })
          asked += 1
          const of = fates.get(name) ?? new Map<number, number>()
          fates.set(name, of.set(statusCode, (of.get(statusCode) ?? 0) + 1))
          const isUnfit = /\\u0000|\\ud800|\\udfff/.test(what)
          if (statusCode >= 500 || (isUnfit && statusCode < 300)) faults.push(`${statusCode} ${name} ${what}`)
        }
        for (const { path, value: own } of leaves(sample)) {
          const most = Math.min(longest(shape, path), 5000)
          const full = FILLS.map((fill) => fill.repeat(Math.floor(most / fill.length)))
          const twins = typeof own === 'string' ? [`${own} `, own.toUpperCase()] : []
          for (const value of [...TEXTS, ...full, ...DAYS, ...NUMBERS, ...OTHERS, ...twins])
            await send(`${path.join('.')}=${JSON.stringify(value).slice(0, 40)}`, (body) => withAt(body, path, value))
        }
        for (const { path, value } of lists(sample))
          for (const twice of [
            [...value, ...value],
            [...value, ...value.map((one) => `${String(one)} `)],
          ])
            await send(`${path.join('.')}=${JSON.stringify(twice)}`, (body) => withAt(body, path, twice))
        await send('plain', (body) => body)
      }
    } catch (error) {
      console.log(error)
    } finally {
      await live.close()
    }
    if (process.env['SHOW'])
      for (const [name, of] of fates) console.log(name, [...of].map(([s, n]) => `${s}:${n}`).join(' '))
    expect(asked).toBeGreaterThan(1000)
    expect(faults).toEqual([])
  })
})
