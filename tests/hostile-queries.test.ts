/** What nobody would type: every parameter of every read in turn, and tampered cursors. It is refused or found nowhere, never an error of ours. */
import { api } from '@sma/contract/api'
import type { Endpoint } from '@sma/contract/endpoint'
import { STAFF_ROLES } from '@sma/contract/staff-roles'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { buildApp } from '../apps/server/src/app'
import { API_PREFIX } from '../apps/server/src/http/router'
import { forEachEngine } from '../apps/server/src/testing/engines'
import { importText, PORTFOLIOS } from '../apps/server/src/testing/import-bench'
import { addClient, ANNA, CHANGE, signIn } from '../apps/server/src/testing/people'
import { addPerson, signInAs } from '../apps/server/src/testing/staff'

const VALUATIONS = `portfolio_code,date,net_assets,shares,unit_nav
SMA001,2023-12-29,10100000,10000000,1.01
`

const sealed = (text: string): string => Buffer.from(text).toString('base64url')

/** As cursors are written, with what none of ours says. */
const CURSORS = [
  '["","\\u0000"]',
  '["\\ud800","😀"]',
  '[1e999,"a"]',
  '["a",{"toString":1}]',
  '[null,null]',
  '["SMA001","SMA001"]',
  '{"place":1e999,"dueOn":"","code":"","kind":"","period":""}',
  '{"place":-0.5,"dueOn":"😀","code":"😀","kind":"\\u0000","period":"\\ud800"}',
  '{"__proto__":{"place":0},"dueOn":"","code":"","kind":"","period":""}',
  '2025-13-45T99:99:99.999Z 01TESTNOTHING0000000000000',
  `${'['.repeat(100)}${']'.repeat(100)}`,
].map(sealed)

const VALUES = [
  "' or 1=1 -- ",
  '%_!\\',
  '\u0000',
  '😀中😀',
  '-1',
  '0',
  '1e999',
  'NaN',
  '9'.repeat(40),
  '[object Object]',
  '__proto__',
  '9999-12-31',
  '2199-12-31',
  '1990-01-01',
  '../../etc/passwd',
  '=cmd|1',
]

const fieldsOf = (schema: z.ZodType | undefined): string[] =>
  schema
    ? Object.keys(
        (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as z.core.JSONSchema.ObjectSchema)
          .properties ?? {},
      )
    : []

const NAMES: Record<string, string> = { code: 'SMA001', date: '2023-12-29', fund: '000001', fundCode: '000001' }

const pathWith = (path: string, name: string, value: string): string =>
  path.replaceAll(/:(\w+)/g, (_, param: string) =>
    encodeURIComponent(param === name ? value : (NAMES[param] ?? '01TESTNOTHING0000000000000')),
  )

forEachEngine('what is asked for', (open) => {
  it('is never an error of the server', { timeout: 120_000 }, async () => {
    const deps = await open()
    await addClient(deps, ANNA, ['SA0001'])
    await importText(deps, PORTFOLIOS)
    await importText(deps, VALUATIONS)
    const app = buildApp({ ...deps, config: { ...deps.config, limits: 'off' } })
    const staff = await signInAs(app, 'all', await addPerson(deps, 'all', { roles: [...STAFF_ROLES] }))
    const cookies = { ...staff, ...(await signIn(app, deps, ANNA)) }
    const faults: string[] = []
    let asked = 0
    const ask = async (what: string, options: object) => {
      const { statusCode } = await app.inject({ cookies, headers: CHANGE, ...options })
      asked += 1
      if (statusCode >= 500) faults.push(`${statusCode} ${what}`)
    }
    const reads = Object.entries<Endpoint>(api).filter(
      ([, { method, carries }]) => method === 'GET' && carries !== 'stream',
    )
    for (const [name, { path, query }] of reads) {
      const url = `${API_PREFIX}${pathWith(path, '', '')}`
      for (const field of fieldsOf(query))
        for (const value of field === 'cursor' ? [...VALUES, ...CURSORS] : VALUES)
          await ask(`${name} ${field}=${value}`, { url, query: { [field]: value } })
      for (const [, param = ''] of path.matchAll(/:(\w+)/g))
        for (const value of VALUES.slice(0, 5))
          await ask(`${name} :${param}=${value}`, { url: `${API_PREFIX}${pathWith(path, param, value)}` })
    }
    const search = { method: 'POST', url: `${API_PREFIX}${api.searchClients.path}` }
    for (const field of ['text', 'personal', 'state', 'sort', 'limit', 'cursor'])
      for (const value of [...VALUES, ...CURSORS])
        await ask(`searchClients ${field}=${value}`, { ...search, payload: { [field]: value } })
    expect(asked).toBeGreaterThan(1000)
    expect(faults).toEqual([])
  })
})
