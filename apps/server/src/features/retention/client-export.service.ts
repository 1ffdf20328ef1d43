/** All that is held about one client, as one object (docs/operations.md tells its shape): a client's right. */
import { placeOf } from '../../crypto/personal'
import { CLIENT_TABLES, columnsOf, KINDS } from '../../db/data-classes'
import type { Schema } from '../../db/schema'
import type { Deps } from '../../deps'
import { accessesOf } from '../access/views.service'
import { delegatesOf } from '../access/delegations.service'
import { selectClientByNo } from '../clients/client-records.queries'
import type { ClientTable } from '../clients/clients.table'
import { selectAccountsOf, selectAuditOf, selectOfClient, selectRepliesTo } from './retention.queries'

type Row = Record<string, unknown>

/** Null where there is no such client. */
export async function exportedClient(deps: Deps, clientNo: string) {
  const client = await selectClientByNo(deps.db, clientNo)
  if (!client) return null
  const { id } = client
  return {
    format: 'sma-client-export/1',
    exportedAt: deps.clock.now().toISOString(),
    clientNo,
    accounts: (await selectAccountsOf(deps.db, id)).map(({ code, name, launch_date, first, last }) => ({
      code,
      name,
      launchDate: launch_date,
      firstShownDay: first,
      lastShownDay: last,
    })),
    records: await recordsOf(deps, client),
    replies: (await selectRepliesTo(deps.db, id)).map((row) => opened(deps, 'message_reply', row)),
    delegates: await delegatesOf(deps, id),
    accesses: await accessesOf(deps, id),
    audit: (await selectAuditOf(deps.db, client)).map(({ actor_kind, actor_id, detail, ...event }) => ({
      ...event,
      by: `${actor_kind} ${actor_id}`,
      detail: JSON.parse(detail) as Row,
    })),
  }
}

/** Rows by table, sealed values open and under the name without `_enc`. */
async function recordsOf(deps: Deps, client: ClientTable): Promise<Record<string, Row[]>> {
  const records: Record<string, Row[]> = {}
  for (const place of CLIENT_TABLES)
    records[place.table] = (await selectOfClient(deps.db, place, client)).map((row) => opened(deps, place.table, row))
  return records
}

function opened({ keys }: Deps, table: keyof Schema, row: Row): Row {
  const sealed = new Set(
    columnsOf(table)
      .filter(({ kind }) => KINDS[kind].storage === 'sealed')
      .map(({ column }) => column),
  )
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (!sealed.has(column)) return [column, value]
      const name = column.replace(/_enc$/, '')
      if (value === null) return [name, null]
      return [name, keys.decrypt(String(value), placeOf(table, name, String(row.id)))]
    }),
  )
}
