import { sql } from 'kysely'
import { tableEnd } from '../dialect'
import type { EngineMigration } from '../migrate'

/** Several files of one publication, which client opened which of them, and what a publication said before. */
export const publicationFiles: EngineMigration = (engine, t) => ({
  async up(db) {
    await db.schema.alterTable('document').addColumn('position', t.integer).execute()
    await sql`update document set position = 1
      where role = 'document' and id in (select document_id from publication where document_id is not null)`.execute(db)
    await db.schema.alterTable('publication').dropColumn('document_id').execute()
    await db.schema.createIndex('document_place').on('document').columns(['publication_id', 'position']).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('document_receipt')
        .addColumn('document_id', t.id, (c) => c.notNull())
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('opened_at', t.instant, (c) => c.notNull())
        .addPrimaryKeyConstraint('document_receipt_key', ['document_id', 'client_id'])
        .addForeignKeyConstraint('document_receipt_document', ['document_id'], 'document', ['id'])
        .addForeignKeyConstraint('document_receipt_client', ['client_id'], 'client', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('publication_content')
        .addColumn('publication_id', t.id, (c) => c.notNull())
        .addColumn('number', t.integer, (c) => c.notNull())
        .addColumn('content', t.longText, (c) => c.notNull())
        .addColumn('noted_at', t.instant, (c) => c.notNull())
        .addColumn('noted_by', t.text(100), (c) => c.notNull())
        .addPrimaryKeyConstraint('publication_content_key', ['publication_id', 'number'])
        .addForeignKeyConstraint('publication_content_publication', ['publication_id'], 'publication', ['id']),
    ).execute()
  },
})
