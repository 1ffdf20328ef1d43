/** OpenAPI 3.1 of the contract: one entry per endpoint, schemas as they validate. */
import { api } from '@sma/contract/api'
import type { Endpoint } from '@sma/contract/endpoint'
import { z } from 'zod'
import { ERROR_STATUS, type ErrorCode } from '../../http/errors'
import { showsFigures } from '../../http/callers'
import { API_PREFIX } from '../../http/router'

export type JsonSchema = z.core.JSONSchema.JSONSchema

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  schema: JsonSchema
}

interface OpenApiReply {
  description: string
  content?: Record<string, { schema: JsonSchema }>
}

export interface Operation {
  operationId: string
  summary: string
  tags: string[]
  security: Record<string, string[]>[]
  parameters: Parameter[]
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema }> }
  responses: Record<string, OpenApiReply>
}

export interface OpenApi {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: Record<string, Record<string, unknown>>
}

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('stable, kebab-case'),
  detail: z.string(),
  errors: z
    .array(z.object({ field: z.string(), code: z.string(), detail: z.string() }))
    .optional()
    .describe('what is wrong with which field'),
})

export function openApi(): OpenApi {
  const paths: OpenApi['paths'] = {}
  for (const [name, endpoint] of Object.entries<Endpoint>(api)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(name, endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'SMA Portal',
      version: '1',
      description:
        'Decimals are strings. Dates are business dates in Asia/Shanghai. A null figure has its reason in `reasons`. Errors are application/problem+json; `title` and `detail` follow Accept-Language.',
    },
    servers: [{ url: API_PREFIX }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'sma_session',
          description: '__Host-sma_session behind https; set by POST /auth/sessions',
        },
        staffSession: {
          type: 'apiKey',
          in: 'cookie',
          name: 'sma_staff',
          description: '__Host-sma_staff behind https; set by POST /staff/auth/sessions',
        },
      },
    },
  }
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

function operation(name: string, endpoint: Endpoint): Operation {
  const { summary, audience, path } = endpoint
  return {
    operationId: name,
    summary,
    tags: [path.split('/')[1] ?? ''],
    security: securityOf(audience),
    parameters: parameters(endpoint),
    ...requestBody(endpoint),
    responses: responses(endpoint),
  }
}

const FILES: JsonSchema = {
  type: 'object',
  properties: { files: { type: 'array', items: { type: 'string', format: 'binary' } } },
}

function requestBody({ body, carries }: Endpoint): Pick<Operation, 'requestBody'> {
  if (carries === 'upload')
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema: FILES } } } }
  if (!body) return {}
  return { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }
}

function successOf({ status, reply, carries }: Endpoint): OpenApiReply {
  if (status === 204) return { description: 'done' }
  if (carries === 'stream')
    return { description: 'server-sent events', content: { 'text/event-stream': { schema: { type: 'string' } } } }
  if (carries === 'download') {
    return {
      description: 'the file',
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    }
  }
  return { description: 'ok', content: { 'application/json': { schema: schemaOf(reply, 'output') } } }
}

function securityOf(audience: Endpoint['audience']): Operation['security'] {
  if (audience === 'public') return []
  return [audience === 'staff' ? { staffSession: [] } : { session: [] }]
}

function parameters({ method, params, query, idempotent }: Endpoint): Parameter[] {
  const header: Parameter = {
    name: 'x-requested-with',
    in: 'header',
    required: true,
    schema: { type: 'string', const: 'sma' },
  }
  const key: Parameter = {
    name: 'idempotency-key',
    in: 'header',
    required: false,
    schema: { type: 'string', maxLength: 200 },
  }
  const headers = [...(method === 'GET' ? [] : [header]), ...(idempotent ? [key] : [])]
  return [...fieldsOf(params, 'path'), ...fieldsOf(query, 'query'), ...headers]
}

function fieldsOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Parameter[] {
  if (!schema) return []
  const whole = schemaOf(schema, 'input')
  const parts = (whole.allOf ?? [whole]).filter((part) => typeof part !== 'boolean')
  return parts.flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).map(([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: typeof property === 'boolean' ? {} : property,
    })),
  )
}

function responses(endpoint: Endpoint): Record<string, OpenApiReply> {
  const codes = errorsOf(endpoint)
  const failures = codes.map((code): [string, OpenApiReply] => [
    String(ERROR_STATUS[code]),
    {
      description: codes.filter((other) => ERROR_STATUS[other] === ERROR_STATUS[code]).join(', '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ])
  return { [endpoint.status]: successOf(endpoint), ...Object.fromEntries(failures) }
}

const asksDate = (schema: z.ZodType | undefined): boolean =>
  fieldsOf(schema, 'query').some((field) => field.schema.format === 'date')

/** The codes an endpoint names, and those that its shape implies. */
function errorsOf(endpoint: Endpoint): ErrorCode[] {
  const { audience, beforePasswordChange, path, method, query, body, errors = [] } = endpoint
  const implied: (ErrorCode | false)[] = [
    (query !== undefined || body !== undefined) && 'request-invalid',
    (asksDate(query) || asksDate(body)) && 'date-invalid',
    body !== undefined && 'json-invalid',
    audience !== 'public' && 'not-signed-in',
    path.includes(':') && 'not-found',
    showsFigures(endpoint) && 'consent-required',
    audience === 'staff' && 'role-missing',
    audience === 'staff' && !beforePasswordChange && 'password-change-required',
    method !== 'GET' && 'header-missing',
    method !== 'GET' && 'origin-refused',
    body !== undefined && 'body-too-large',
    body !== undefined && 'media-type-unsupported',
    'service-unavailable',
    'internal-error',
  ]
  const named = Object.keys(ERROR_STATUS) as ErrorCode[]
  return named.filter((code) => errors.includes(code) || implied.includes(code))
}
