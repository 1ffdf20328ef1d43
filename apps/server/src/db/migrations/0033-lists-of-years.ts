import type { EngineMigration } from '../migrate'

/** What staff lists ask of five years of rows: reports that clients can read, days that someone wants to take back, the newest findings. */
export const listsOfYears: EngineMigration = () => ({
  async up(db) {
    await db.schema
      .createIndex('publication_covers')
      .on('publication')
      .columns(['audience', 'state', 'report_kind', 'report_period', 'published_at', 'id'])
      .execute()
    await db.schema
      .createIndex('valuation_withdrawal')
      .on('valuation')
      .columns(['state', 'withdrawal_asked_at'])
      .execute()
    await db.schema.createIndex('finding_newest').on('finding').columns(['date desc', 'id']).execute()
  },
})
