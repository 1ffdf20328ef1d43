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

/** `roles=operator note=…`, without what is empty. */
export const detailText = ({ detail }: Pick<AuditItem, 'detail'>): string =>
  Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ')
