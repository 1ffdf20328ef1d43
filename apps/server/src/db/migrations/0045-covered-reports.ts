import { sql } from 'kysely'
import type { EngineMigration } from '../migrate'

/** Which report an account is given, and from when clients read it, beside the account itself: what is owed is told without a join. */
export const coveredReports: EngineMigration = (_engine, t) => ({
  async up(db) {
    const table = 'publication_portfolio'
    await db.schema.alterTable(table).addColumn('report_kind', t.text(16)).execute()
    await db.schema.alterTable(table).addColumn('report_period', t.text(10)).execute()
    await db.schema.alterTable(table).addColumn('covers_from', t.instant).execute()
    const told = (column: string) =>
      sql`${sql.ref(column)} = (select b.${sql.ref(column)} from publication b where b.id = publication_id)`
    await sql`update publication_portfolio set ${told('report_kind')}, ${told('report_period')},
      covers_from = (select b.published_at from publication b where b.id = publication_id and b.state = 'released')`.execute(
      db,
    )
    await db.schema
      .createIndex('publication_portfolio_covers')
      .on(table)
      .columns(['report_kind', 'portfolio_id', 'report_period', 'covers_from'])
      .execute()
  },
})
