/** What was said of a client before: sealed, kept as long as the client, shown masked. */
import { placeOf } from '../../crypto/personal'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { shanghaiDate } from '../../shanghai'
import type { ChangeSource } from '../history/history.queries'
import { insertClientChange } from './client-changes.queries'
import { SINCE_EVER, WITHOUT_END, type ClientField } from './clients.table'

/** A client being written, and who says so. */
export interface Writing {
  deps: Pick<Deps, 'keys' | 'newId'>
  db: Db
  clientId: string
  source: Pick<ChangeSource, 'at' | 'by' | 'fileId'>
}

/** Part of the transaction that changes it; null for no value. */
export async function noteClientChange(
  { deps, db, clientId, source }: Writing,
  { field, from, to }: { field: ClientField; from: string | null; to: string | null },
): Promise<void> {
  const id = deps.newId()
  const sealed = (column: string, value: string | null) =>
    value === null ? null : deps.keys.encrypt(value, placeOf('client_change', column, id))
  await insertClientChange(db, {
    id,
    client_id: clientId,
    field,
    old_value_enc: sealed('old_value', from),
    new_value_enc: sealed('new_value', to),
    changed_at: source.at,
    changed_by: source.by,
    source_file_id: source.fileId,
  })
}

/** The first day, in Shanghai; null where none is known. */
export const firstDay = (startsAt: string): string | null =>
  startsAt === SINCE_EVER ? null : shanghaiDate(new Date(startsAt))

/** The last day, in Shanghai; null without end. */
export const lastDay = (endsAt: string): string | null =>
  endsAt === WITHOUT_END ? null : shanghaiDate(new Date(Date.parse(endsAt) - 1))

/** An account from when to when, as ISO 8601-2 writes a span: `SA0001 2026-01-05/..`. */
export const spanText = (code: string, { starts_at, ends_at }: { starts_at: string; ends_at: string }): string =>
  `${code} ${firstDay(starts_at) ?? '..'}/${lastDay(ends_at) ?? '..'}`
