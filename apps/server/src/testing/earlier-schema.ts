/** A database as it was before a migration, for tests of what the migration makes of rows that stand there. */
import { sql } from 'kysely'
import { dropTables } from '../db/copy-rows'
import { migrateAsFar, migrationState } from '../db/migrate'
import type { TestDeps } from './engines'

/** `migration` by the number that it begins with. */
export async function backBefore({ database }: TestDeps, migration: string): Promise<void> {
  const { ran } = await migrationState(database)
  await dropTables(database)
  await migrateAsFar(
    database,
    ran.filter((name) => name < migration),
  )
}

/** A row of a table as it was then, which the schema's types no longer know. */
export async function insertEarlier(
  { db }: TestDeps,
  table: string,
  row: Record<string, string | number | null>,
): Promise<void> {
  const names = Object.keys(row).map((name) => sql.ref(name))
  await sql`insert into ${sql.table(table)} (${sql.join(names)}) values (${sql.join(Object.values(row))})`.execute(db)
}
