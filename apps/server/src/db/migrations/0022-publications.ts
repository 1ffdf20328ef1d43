import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

/** Announcements, articles and the house's pages, their files, for whom they are, and who opened them. */
export const publications: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('publication')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('kind', t.text(16), (c) => c.notNull())
        .addColumn('title', t.text(200), (c) => c.notNull())
        .addColumn('category', t.text(40))
        .addColumn('summary', t.text(500))
        .addColumn('body', t.longText)
        .addColumn('published_at', t.instant)
        .addColumn('state', t.text(16), (c) => c.notNull())
        .addColumn('audience', t.text(16), (c) => c.notNull())
        .addColumn('strategy', t.text(16))
        .addColumn('version', t.integer, (c) => c.notNull())
        .addColumn('document_id', t.id)
        .addColumn('cover_id', t.id)
        .addColumn('withdrawal_reason', t.text(200))
        .addColumn('source_key', t.hash)
        .addColumn('created_at', t.instant, (c) => c.notNull())
        .addColumn('created_by', t.text(100), (c) => c.notNull())
        .addColumn('changed_at', t.instant, (c) => c.notNull())
        .addColumn('changed_by', t.text(100), (c) => c.notNull())
        .addUniqueConstraint('publication_source', ['source_key']),
    ).execute()
    const index = (name: string, columns: string[]) =>
      db.schema.createIndex(name).on('publication').columns(columns).execute()
    await index('publication_shown', ['kind', 'state', 'published_at', 'id'])
    await index('publication_changed', ['changed_at', 'id'])

    await tableEnd(
      engine,
      db.schema
        .createTable('publication_portfolio')
        .addColumn('publication_id', t.id, (c) => c.notNull())
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addPrimaryKeyConstraint('publication_portfolio_key', ['publication_id', 'portfolio_id'])
        .addForeignKeyConstraint('publication_portfolio_publication', ['publication_id'], 'publication', ['id'])
        .addForeignKeyConstraint('publication_portfolio_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('document')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('publication_id', t.id, (c) => c.notNull())
        .addColumn('role', t.text(16), (c) => c.notNull())
        .addColumn('sha256', t.hash, (c) => c.notNull())
        .addColumn('file_name', t.text(300), (c) => c.notNull())
        .addColumn('size', t.integer, (c) => c.notNull())
        .addColumn('media_type', t.text(40), (c) => c.notNull())
        .addColumn('added_at', t.instant, (c) => c.notNull())
        .addColumn('added_by', t.text(100), (c) => c.notNull())
        .addForeignKeyConstraint('document_publication', ['publication_id'], 'publication', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('publication_receipt')
        .addColumn('publication_id', t.id, (c) => c.notNull())
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('version', t.integer, (c) => c.notNull())
        .addColumn('opened_at', t.instant, (c) => c.notNull())
        .addPrimaryKeyConstraint('publication_receipt_key', ['publication_id', 'client_id', 'version'])
        .addForeignKeyConstraint('publication_receipt_publication', ['publication_id'], 'publication', ['id'])
        .addForeignKeyConstraint('publication_receipt_client', ['client_id'], 'client', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('page_version')
        .addColumn('name', t.text(16), (c) => c.notNull())
        .addColumn('number', t.integer, (c) => c.notNull())
        .addColumn('version', t.text(40), (c) => c.notNull())
        .addColumn('title_zh', t.text(100), (c) => c.notNull())
        .addColumn('html_zh', t.longText, (c) => c.notNull())
        .addColumn('title_en', t.text(100))
        .addColumn('html_en', t.longText)
        .addColumn('updated_at', t.instant, (c) => c.notNull())
        .addColumn('updated_by', t.text(100), (c) => c.notNull())
        .addPrimaryKeyConstraint('page_version_key', ['name', 'number']),
    ).execute()
  },
})
