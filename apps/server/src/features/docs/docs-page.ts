/** The readable page of the API: plain HTML from the OpenAPI document, no script. */
import { ERROR_WORDS } from '../../http/error-words'
import { ERROR_STATUS, type ErrorCode } from '../../http/errors'
import type { JsonSchema, OpenApi, Operation, Parameter } from './openapi'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)

export function docsPage(document: OpenApi): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  const prefix = document.servers[0]?.url ?? ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(document.info.title)} API</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<main>
<h1>${escape(document.info.title)} API</h1>
<p>${escape(document.info.description)}</p>
<p><a href="${prefix}/openapi.json">OpenAPI 3.1</a></p>
<nav><ul>
${operations.map(({ method, path, operation }) => `<li><a href="#${operation.operationId}"><code>${method} ${escape(path)}</code></a> ${escape(operation.summary)}</li>`).join('\n')}
<li><a href="#errors">Errors</a></li>
</ul></nav>
${operations.map(({ method, path, operation }) => section(`${method} ${prefix}${path}`, operation)).join('\n')}
${errorTable()}
</main>
</body>
</html>
`
}

function section(title: string, operation: Operation): string {
  const { operationId, summary, security, parameters, requestBody, responses } = operation
  const body = requestBody?.content['application/json']?.schema
  const replies = Object.entries(responses).map(([status, { description, content }]) => {
    const schema = content?.['application/json']?.schema
    return `<h3>${status} <span>${escape(description)}</span></h3>${schema ? `<pre>${escape(shape(schema))}</pre>` : ''}`
  })
  return `<section id="${operationId}">
<h2><code>${escape(title)}</code></h2>
<p>${escape(summary)}${security.length > 0 ? ' Needs a session.' : ''}</p>
${parameters.length > 0 ? parameterTable(parameters) : ''}
${body ? `<h3>Body</h3><pre>${escape(shape(body))}</pre>` : ''}
${replies.join('\n')}
</section>`
}

function parameterTable(parameters: Parameter[]): string {
  const rows = parameters.map(
    ({ name, in: place, required, schema }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${place}${required ? ', required' : ''}</td><td><code>${escape(shape(schema))}</code></td></tr>`,
  )
  return `<table><thead><tr><th>name</th><th>in</th><th>value</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

/** A schema as one would write an example of it. */
function shape(schema: JsonSchema | boolean, indent = ''): string {
  if (typeof schema === 'boolean') return 'any'
  const { anyOf, items, properties, additionalProperties, description } = schema
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (anyOf) return anyOf.map((one) => shape(one, indent)).join(' | ')
  if (items && !Array.isArray(items)) return `[ ${shape(items, indent)} ]`
  if (properties) {
    const lines = Object.entries(properties).map(([name, one]) => {
      const mark = schema.required?.includes(name) ? '' : '?'
      return `${indent}  ${name}${mark}: ${shape(one, `${indent}  `)}`
    })
    return `{\n${lines.join('\n')}\n${indent}}`
  }
  if (typeof additionalProperties === 'object') return `{ [name]: ${shape(additionalProperties, indent)} }`
  const type = [schema.type ?? 'any', schema.format && `(${schema.format})`].filter(Boolean).join(' ')
  return description ? `${type}, ${description}` : type
}

function errorTable(): string {
  const rows = (Object.keys(ERROR_STATUS) as ErrorCode[]).map((code) => {
    const [zh, en] = [ERROR_WORDS['zh-CN'][code], ERROR_WORDS.en[code]]
    return `<tr id="${code}"><td><code>${code}</code></td><td>${ERROR_STATUS[code]}</td><td>${escape(en.title)}. ${escape(en.detail)}</td><td lang="zh-CN">${escape(zh.title)}。${escape(zh.detail)}</td></tr>`
  })
  return `<section id="errors"><h2>Errors</h2><table><thead><tr><th>code</th><th>status</th><th>English</th><th>中文</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`
}

export const DOCS_CSS = `:root { color-scheme: light dark; }
body { margin: 0; font: 15px/1.6 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.1rem; margin-top: 2.5rem; border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding-top: 1.5rem; }
h3 { font-size: 0.95rem; margin: 1rem 0 0.25rem; }
h3 span { font-weight: normal; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; padding: 0.75rem 1rem; border-radius: 6px; background: color-mix(in srgb, currentColor 7%, transparent); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
h2, li, td { overflow-wrap: anywhere; }
nav ul { padding-left: 0; list-style: none; }
`
