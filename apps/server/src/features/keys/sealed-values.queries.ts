/** Sealed columns as such, whatever they hold. */
import { sql } from 'kysely'
import type { SealedColumn } from '../../db/data-classes'
import type { Db } from '../../db/schema'

export interface SealedValue {
  id: string
  value: string
}

/** The next values by id, the empty ones left out. */
export async function selectSealedValues(
  db: Db,
  { table, column }: SealedColumn,
  after: { id: string; count: number },
): Promise<SealedValue[]> {
  const value = sql.ref(column)
  const { rows } = await sql<SealedValue>`
    select id, ${value} as value from ${sql.table(table)}
    where id > ${after.id} and ${value} is not null and ${value} <> '' order by id limit ${after.count}`.execute(db)
  return rows
}

/** False where the value has changed meanwhile: what came then was sealed then. */
export async function replaceSealedValue(
  db: Db,
  { table, column }: SealedColumn,
  { id, from, to }: { id: string; from: string; to: string },
): Promise<boolean> {
  const value = sql.ref(column)
  const result = await sql`
    update ${sql.table(table)} set ${value} = ${to} where id = ${id} and ${value} = ${from}`.execute(db)
  return result.numAffectedRows === 1n
}
