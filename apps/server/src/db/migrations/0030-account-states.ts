import type { EngineMigration } from '../migrate'

/** Accounts that are wound up or closed, since when; those that are there run. */
export const accountStates: EngineMigration = (_engine, t) => ({
  async up(db) {
    await db.schema
      .alterTable('portfolio')
      .addColumn('state', t.text(20), (c) => c.notNull().defaultTo('running'))
      .execute()
    await db.schema.alterTable('portfolio').addColumn('liquidation_from', t.date).execute()
    await db.schema.alterTable('portfolio').addColumn('closed_on', t.date).execute()
  },
})
