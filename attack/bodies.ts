/** Bodies that a schema takes, made of what replies have shown; and the fields that nobody may set. */
import { api } from '@sma/contract/api'
import type { Endpoint } from '@sma/contract/endpoint'
import { z } from 'zod'

interface Shape {
  type?: string
  properties?: Record<string, Shape>
  required?: string[]
  items?: Shape
  enum?: unknown[]
  const?: unknown
  anyOf?: Shape[]
  minLength?: number
  format?: string
  pattern?: string
  minimum?: number
}

/** Values by the name of their field, and objects as replies showed them. */
export interface Known {
  values: Map<string, unknown>
  objects: Record<string, unknown>[]
}

const shapeOf = (schema: z.ZodType): Shape => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape

/** A body for the endpoint as a client of the API would send it. */
export const bodyFor = ({ body }: Endpoint, known: Known): unknown => (body ? valueOf(shapeOf(body), '', known) : {})

/** The same with whatever else it may be told; but no place in a list, as a wrong one refuses all the rest. */
export const fullBodyFor = ({ body }: Endpoint, known: Known): unknown => fullValueFor(body, known)

/** The same of whatever a request holds: its body, its query or what stands in its address. */
export function fullValueFor(schema: z.ZodType | undefined, known: Known): unknown {
  if (!schema) return {}
  const { required = [], properties = {}, ...shape } = shapeOf(schema)
  const all = [...new Set([...required, ...Object.keys(properties).filter((name) => name !== 'cursor')])]
  return valueOf({ ...shape, properties, required: all }, '', known)
}

function valueOf(shape: Shape, name: string, known: Known): unknown {
  if (shape.anyOf) return valueOf(shape.anyOf[0] ?? {}, name, known)
  if (shape.type === 'object' || shape.properties) return objectOf(shape, known)
  if (shape.type === 'array') return [valueOf(shape.items ?? {}, name.replace(/s$/, ''), known)]
  if (shape.enum) return shape.enum.includes(known.values.get(name)) ? known.values.get(name) : shape.enum[0]
  if (known.values.has(name)) return known.values.get(name)
  if (shape.type === 'boolean') return true
  if (shape.type === 'integer' || shape.type === 'number') return Math.max(1, shape.minimum ?? 1)
  return textFor(shape)
}

const FORMATS: Record<string, string> = {
  date: '2021-11-01',
  'date-time': '2021-11-01T00:00:00Z',
  uri: 'https://127.0.0.1/',
  email: 'a@example.com',
}
const EXAMPLES = ['1', '2021-11', '2021', 'abcd', '#123456', 'data:image/png,']

function textFor({ format = '', pattern, minLength = 0 }: Shape): string {
  const example = FORMATS[format] ?? EXAMPLES.find((text) => pattern !== undefined && new RegExp(pattern).test(text))
  return example ?? 'x'.repeat(Math.max(4, minLength))
}

function objectOf({ properties = {}, required = [] }: Shape, known: Known): Record<string, unknown> {
  // One object as it was shown goes before values of several.
  const whole = required.length > 1 ? known.objects.find((one) => required.every((name) => name in one)) : undefined
  return Object.fromEntries(
    required.map((name) => [name, whole?.[name] ?? valueOf(properties[name] ?? {}, name, known)]),
  )
}

/** Notes every field of a reply. */
export function learn(value: unknown, known: Known): void {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) known.objects.push(value as Record<string, unknown>)
  for (const [name, part] of Object.entries(value)) {
    if (typeof part !== 'object' && part !== null && !known.values.has(name)) known.values.set(name, part)
    learn(part, known)
  }
}

const ADMIN = [
  'admin',
  'isAdmin',
  'is_admin',
  'superuser',
  'owner',
  'user',
  'userId',
  'staffId',
  'viewer',
  'scope',
  'audience',
  'permissions',
  'seesAll',
  'force',
  'skipChecks',
  'approved',
  'approvedBy',
  'actor',
  'by',
  'as',
  'mode',
  'db',
  'deps',
  'address',
  'proto',
  'constructor',
  'toString',
  'length',
  '$where',
  '_id',
]

/** Every name that any schema of the contract has, those of the tables, and such as are tried everywhere. */
export function forbiddenNames(columns: readonly string[]): string[] {
  const schemas = Object.values<Endpoint>(api).flatMap(({ body, reply, query, params }) => [body, reply, query, params])
  return [...new Set([...ADMIN, ...columns, ...schemas.flatMap((schema) => (schema ? namesIn(shapeOf(schema)) : []))])]
}

/** What an endpoint itself asks for, at whatever depth; this it may be told. */
export const ownNames = ({ body }: Endpoint): string[] => (body ? namesIn(shapeOf(body)) : [])

function namesIn({ properties = {}, items, anyOf = [] }: Shape): string[] {
  const parts = [...Object.values(properties), ...anyOf, ...(items ? [items] : [])]
  return [...Object.keys(properties), ...parts.flatMap(namesIn)]
}

/** The same body with more fields than it has, in every object of it. */
export function withFields(body: unknown, extras: Record<string, unknown>, few: Record<string, unknown>): unknown {
  if (Array.isArray(body)) return body.map((part) => withFields(part, few, few))
  if (typeof body !== 'object' || body === null) return body
  const own = Object.entries(body).map(([name, part]) => [name, withFields(part, few, few)] as const)
  // Written as JSON has it, so that `__proto__` is a field like any other.
  return JSON.parse(
    `{${[...Object.entries(extras), ...own]
      .map(([name, part]) => `${JSON.stringify(name)}:${JSON.stringify(part) ?? 'null'}`)
      .join()}}`,
  )
}
