/**
 * MySQL commits each change of the schema by itself, so that a migration that breaks off (killed, no room, an error) leaves its
 * first half. A mark that stands before each migration says so to the next start, with the backup to restore.
 */
import { sql, type Migration, type QueryExecutorProvider } from 'kysely'
import type { Database } from './dialect'

export const MARK_TABLE = 'migration_under_way'

interface Mark {
  name: string
  backup: string | null
}

/** A migration broke off halfway; the message says what to do. */
export class MigrationBrokeOff extends Error {
  constructor({ name, backup }: Mark, cause?: unknown) {
    const why = cause instanceof Error ? ` (${cause.message})` : ''
    const remedy =
      backup === null
        ? 'No backup was taken before it: restore your newest one (npm run sma -- restore FILE --replace), or empty the database where it held nothing yet.'
        : `Restore the backup that was taken before it: npm run sma -- restore ${backup} --replace`
    super(
      `The migration ${name} broke off halfway${why}, and MySQL cannot undo its first half. ${remedy}; then start again.`,
      { cause },
    )
  }
}

/** The migration with its mark: refused where the mark says that it was begun before. */
export const marked = (name: string, migration: Migration, backup: string | null): Migration => ({
  async up(db) {
    const before = (await readMark(db)).find((mark) => mark.name === name)
    if (before) throw new MigrationBrokeOff(before)
    await sql`delete from ${sql.table(MARK_TABLE)}`.execute(db)
    await sql`insert into ${sql.table(MARK_TABLE)} (name, backup) values (${name}, ${backup})`.execute(db)
    try {
      await migration.up(db)
    } catch (error) {
      throw new MigrationBrokeOff({ name, backup }, error)
    }
  },
})

async function readMark(db: QueryExecutorProvider): Promise<Mark[]> {
  await sql`create table if not exists ${sql.table(MARK_TABLE)}
    (name varchar(200) not null primary key, backup varchar(1000)) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_bin
  `.execute(db)
  return (await sql<Mark>`select name, backup from ${sql.table(MARK_TABLE)}`.execute(db)).rows
}

/** Every migration that was begun has run to its end. */
export async function forgetMark({ db, engine }: Database): Promise<void> {
  if (engine === 'mysql') await db.schema.dropTable(MARK_TABLE).ifExists().execute()
}

/** The migration among these that has begun: it is under way in another process, or broke off. */
export async function begunMigration({ db, engine }: Database, pending: readonly string[]): Promise<Mark | null> {
  if (engine !== 'mysql') return null
  const tables = await db.introspection.getTables()
  if (!tables.some(({ name }) => name === MARK_TABLE)) return null
  return (await readMark(db)).find(({ name }) => pending.includes(name)) ?? null
}
