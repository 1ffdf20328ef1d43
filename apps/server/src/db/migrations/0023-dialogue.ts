import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

const NEVER = '1970-01-01T00:00:00.000Z'

/** News and its feeds, messages with replies, texts that replies begin with; contacts keep what they said before. */
export const dialogue: EngineMigration = (engine, t) => ({
  async up(db) {
    await db.schema.alterTable('portfolio_contact').addColumn('known_since', t.instant).execute()
    await db.schema.alterTable('portfolio_contact').addColumn('source_file_id', t.id).execute()
    await db.insertInto('work_lease').values({ name: 'feeds', holder: null, until: NEVER }).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('news_feed')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('url', t.text(500), (c) => c.notNull())
        .addColumn('source', t.text(100), (c) => c.notNull())
        .addColumn('category', t.text(32), (c) => c.notNull())
        .addColumn('is_active', t.integer, (c) => c.notNull())
        .addColumn('etag', t.text(200))
        .addColumn('last_modified', t.text(100))
        .addColumn('polled_at', t.instant)
        .addColumn('failing_since', t.instant)
        .addColumn('last_error', t.text(40)),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('news_item')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('identity', t.hash, (c) => c.notNull())
        .addColumn('category', t.text(32), (c) => c.notNull())
        .addColumn('published_at', t.instant, (c) => c.notNull())
        .addColumn('title', t.text(200), (c) => c.notNull())
        .addColumn('source', t.text(100), (c) => c.notNull())
        .addColumn('url', t.text(1000))
        .addColumn('extract', t.text(400), (c) => c.notNull())
        .addColumn('feed_id', t.id)
        .addColumn('source_file_id', t.id),
    ).execute()
    await db.schema.createIndex('news_item_identity').unique().on('news_item').column('identity').execute()
    await db.schema.createIndex('news_item_newest').on('news_item').columns(['published_at', 'id']).execute()
    await db.schema
      .createIndex('news_item_category')
      .on('news_item')
      .columns(['category', 'published_at', 'id'])
      .execute()
    await db.schema.createIndex('news_item_feed').on('news_item').column('feed_id').execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('message')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('text_enc', t.longText, (c) => c.notNull())
        .addColumn('sent_at', t.instant, (c) => c.notNull())
        .addColumn('send_key', t.hash)
        .addColumn('state', t.text(16), (c) => c.notNull())
        .addColumn('due_at', t.instant, (c) => c.notNull())
        .addColumn('handed_to', t.id)
        .addForeignKeyConstraint('message_portfolio', ['portfolio_id'], 'portfolio', ['id'])
        .addForeignKeyConstraint('message_client', ['client_id'], 'client', ['id'])
        .addForeignKeyConstraint('message_handed_to', ['handed_to'], 'staff', ['id']),
    ).execute()
    await db.schema.createIndex('message_send_key').unique().on('message').column('send_key').execute()
    await db.schema.createIndex('message_of_account').on('message').columns(['portfolio_id', 'sent_at', 'id']).execute()
    await db.schema.createIndex('message_due').on('message').columns(['state', 'due_at']).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('message_reply')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('message_id', t.id, (c) => c.notNull())
        .addColumn('staff_id', t.id, (c) => c.notNull())
        .addColumn('text_enc', t.longText, (c) => c.notNull())
        .addColumn('replied_at', t.instant, (c) => c.notNull())
        .addColumn('send_key', t.hash)
        // An erased client's messages take their replies with them.
        .addForeignKeyConstraint('message_reply_message', ['message_id'], 'message', ['id'], (c) =>
          c.onDelete('cascade'),
        )
        .addForeignKeyConstraint('message_reply_staff', ['staff_id'], 'staff', ['id']),
    ).execute()
    await db.schema.createIndex('message_reply_send_key').unique().on('message_reply').column('send_key').execute()
    await db.schema.createIndex('message_reply_of').on('message_reply').columns(['message_id', 'id']).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('message_seen')
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('seen_until', t.instant, (c) => c.notNull())
        .addPrimaryKeyConstraint('message_seen_key', ['client_id', 'portfolio_id'])
        .addForeignKeyConstraint('message_seen_client', ['client_id'], 'client', ['id'])
        .addForeignKeyConstraint('message_seen_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('reply_template')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('title', t.text(100), (c) => c.notNull())
        .addColumn('text', t.longText, (c) => c.notNull())
        .addColumn('added_by', t.text(100), (c) => c.notNull())
        .addColumn('added_at', t.instant, (c) => c.notNull()),
    ).execute()
  },
})
