import { sql, type Kysely } from 'kysely'
import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

/** Which report a publication is, what accounts owe, what happened to them, and what was disclosed elsewhere. */
export const disclosure: EngineMigration = (engine, t) => ({
  async up(db) {
    await db.schema.alterTable('publication').addColumn('report_kind', t.text(16)).execute()
    await db.schema.alterTable('publication').addColumn('report_period', t.text(10)).execute()
    await db.schema
      .createIndex('publication_report')
      .on('publication')
      .columns(['report_kind', 'report_period', 'id'])
      .execute()
    await nameReports(db)
    await tableEnd(
      engine,
      db.schema
        .createTable('disclosure_rule')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('portfolio_id', t.id)
        .addColumn('daily', t.integer, (c) => c.notNull())
        .addColumn('monthly', t.integer, (c) => c.notNull())
        .addColumn('quarterly', t.integer, (c) => c.notNull())
        .addColumn('annual', t.integer, (c) => c.notNull())
        .addColumn('since', t.date)
        .addColumn('set_at', t.instant, (c) => c.notNull())
        .addColumn('set_by', t.text(100), (c) => c.notNull())
        .addUniqueConstraint('disclosure_rule_portfolio', ['portfolio_id'])
        .addForeignKeyConstraint('disclosure_rule_of', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('disclosure_event')
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('happened_on', t.date, (c) => c.notNull())
        .addColumn('due_on', t.date, (c) => c.notNull())
        .addColumn('title', t.text(200), (c) => c.notNull())
        .addColumn('entered_at', t.instant, (c) => c.notNull())
        .addColumn('entered_by', t.text(100), (c) => c.notNull())
        .addPrimaryKeyConstraint('disclosure_event_key', ['portfolio_id', 'happened_on'])
        .addForeignKeyConstraint('disclosure_event_of', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('disclosure_mark')
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('kind', t.text(16), (c) => c.notNull())
        .addColumn('period', t.text(10), (c) => c.notNull())
        .addColumn('note', t.text(200), (c) => c.notNull())
        .addColumn('marked_at', t.instant, (c) => c.notNull())
        .addColumn('marked_by', t.text(100), (c) => c.notNull())
        .addPrimaryKeyConstraint('disclosure_mark_key', ['portfolio_id', 'kind', 'period'])
        .addForeignKeyConstraint('disclosure_mark_of', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
  },
})

/** Reports that are there already are told by their titles, as new ones are by the names of their files. */
async function nameReports(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string; title: string }>`
    select id, title from publication where audience = 'accounts' and kind = 'announcement'`.execute(db)
  for (const { id, title } of rows) {
    const [kind, period] = reportOf(title)
    if (period === null) continue
    await sql`update publication set report_kind = ${kind}, report_period = ${period} where id = ${id}`.execute(db)
  }
}

function reportOf(title: string): [kind: string, period: string | null] {
  if (title.includes('半年')) return ['', null]
  const month = /(20\d\d)\s*[年.-]?\s*(0?[1-9]|1[0-2])\s*月/.exec(title)
  if (month && /月报|月度.*报告/.test(title)) return ['monthly', `${month[1]}-${month[2]?.padStart(2, '0')}`]
  const quarter = /(20\d\d)\s*年?\s*(?:第?\s*|Q)([1-4一二三四])\s*季?/.exec(title)
  if (quarter && /季报|季度.*报告/.test(title))
    return ['quarterly', `${quarter[1]}-Q${'一二三四'.indexOf(quarter[2] ?? '') + 1 || quarter[2]}`]
  const year = /(20\d\d)\s*年?\s*(?:年报|年度|报)/.exec(title)
  return ['annual', year && /年报|年度.*报告/.test(title) ? (year[1] ?? null) : null]
}
