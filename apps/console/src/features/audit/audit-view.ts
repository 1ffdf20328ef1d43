import type { Query, Reply } from '@sma/contract/api'
import { queryDate, queryText } from '@sma/ui/app/url-state'
import type { LocationQuery } from 'vue-router'
import { nameOf, valueOf } from '../settings/setting-view'

type Filters = NonNullable<Query<'exportAuditEvents'>>
export type AuditItem = Reply<'listAuditEvents'>['items'][number]

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
type TextAt = (key: string, values?: Record<string, unknown>) => string | null

/** `版本 2 · 方式 两人`: what an event says besides, without what is empty; what has no words is written as it is. */
export const detailText = (
  { action, objectId, detail }: Pick<AuditItem, 'action' | 'objectId' | 'detail'>,
  textAt: TextAt,
): string =>
  Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => {
      const fact = textAt(`audit.factOf.${action}.${name}`) ?? textAt(`audit.fact.${name}`) ?? name
      return `${fact} ${valueText({ action, objectId, name, value: String(value) }, textAt)}`
    })
    .join(' · ')

interface Fact extends Pick<AuditItem, 'action' | 'objectId'> {
  name: string
  value: string
}

function valueText(fact: Fact, textAt: TextAt): string {
  const { action, objectId, name, value } = fact
  if (name === 'sha256') return `${value.slice(0, FINGERPRINT_SIGNS)}…`
  if (name === 'roles') return value.replace(/\S+/g, (role) => textAt(`role.${role}`) ?? role)
  if (action === 'change-setting' && (name === 'from' || name === 'to')) return settingText(objectId, value, textAt)
  // A set of components says first from which day on it stands.
  if (action.endsWith('-benchmark-components'))
    return value.replace(/^(\d{4}-\d\d-\d\d): /, (_, date: string) => wordsAt(textAt)('audit.since', { date }))
  return wordOf(name, value, textAt) ?? value
}

/** As the settings page asks for words; a key without any stays. */
const wordsAt =
  (textAt: TextAt) =>
  (key: string, values?: Record<string, unknown>): string =>
    textAt(key, values) ?? key

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

/** A setting that a newer version no longer knows is written as it was. */
function settingText(name: string, value: string, textAt: TextAt): string {
  const isKnown = name.startsWith('tolerance.') || textAt(`settings.name.${name}`) !== null
  return isKnown ? valueOf(name, value, wordsAt(textAt)) : value
}

const RAW_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/

/** What an event speaks of: its name, or the id that people know it by; null where only a number of ours tells it. */
export function objectText({ objectKind, objectId, objectName }: AuditItem, textAt: TextAt): string | null {
  if (objectKind === 'setting') return nameOf(objectId, wordsAt(textAt))
  if (isRawId({ objectId })) return objectName
  return objectName === null ? objectId : `${objectId} ${objectName}`
}

export const isRawId = ({ objectId }: Pick<AuditItem, 'objectId'>): boolean => RAW_ID.test(objectId)
