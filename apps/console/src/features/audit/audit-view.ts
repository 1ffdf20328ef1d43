import type { Query, Reply } from '@sma/contract/api'
import { queryDate, queryText } from '@sma/ui/app/url-state'
import type { LocationQuery } from 'vue-router'

type Filters = NonNullable<Query<'exportAuditEvents'>>
type AuditItem = Reply<'listAuditEvents'>['items'][number]

/** What the log is asked for, from the URL. */
export const auditFilters = (query: LocationQuery): Filters => ({
  actor: queryText(query, 'actor'),
  action: queryText(query, 'action'),
  objectId: queryText(query, 'objectId'),
  portfolio: queryText(query, 'portfolio'),
  from: queryDate(query, 'from'),
  to: queryDate(query, 'to'),
})

/** A file's fingerprint is found by its first signs; the whole of it stands in the export. */
const FINGERPRINT_SIGNS = 12

/** A text by its key; null where there is none. */
type TextAt = (key: string) => string | null

/** `版本 2 · 方式 两人`: what an event says besides, without what is empty; what has no words is written as it is. */
export const detailText = ({ detail }: Pick<AuditItem, 'detail'>, textAt: TextAt): string =>
  Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${textAt(`audit.fact.${name}`) ?? name} ${valueText(name, String(value), textAt)}`)
    .join(' · ')

function valueText(name: string, value: string, textAt: TextAt): string {
  if (name === 'sha256') return `${value.slice(0, FINGERPRINT_SIGNS)}…`
  if (name === 'roles') return value.replace(/\S+/g, (role) => textAt(`role.${role}`) ?? role)
  return wordOf(name, value, textAt) ?? value
}

function wordOf(name: string, value: string, textAt: TextAt): string | null {
  switch (name) {
    case 'kind':
      return textAt(`kind.${value}`) ?? textAt(`requests.kind.${value}`)
    case 'status':
      return textAt(`files.is.${value}`)
    case 'mode':
      return textAt(`audit.mode.${value}`)
    case 'class':
      return textAt(`funds.of.${value}`)
    default:
      return null
  }
}
