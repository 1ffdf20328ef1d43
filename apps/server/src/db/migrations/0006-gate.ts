import type { EngineMigration } from '../migrate'

/** Who let a version through, who took it back, and from when to when a row was shown. */
export const gate: EngineMigration = (_engine, t) => ({
  async up(db) {
    const texts = ['created_by', 'approved_by', 'withdrawal_asked_by', 'withdrawn_by'] as const
    for (const column of texts) await db.schema.alterTable('valuation').addColumn(column, t.text(100)).execute()
    for (const column of ['approved_at', 'withdrawal_asked_at', 'withdrawn_at'] as const)
      await db.schema.alterTable('valuation').addColumn(column, t.instant).execute()
    await db.schema.alterTable('valuation').addColumn('withdrawal_reason', t.text(500)).execute()
    await db.schema.alterTable('valuation').addColumn('stamp', t.id).execute()
    await db.schema.createIndex('valuation_state').on('valuation').columns(['state', 'portfolio_id', 'date']).execute()
    for (const table of ['fund_transaction', 'client_flow', 'fee_accrual'] as const)
      for (const column of ['published_at', 'superseded_at'] as const)
        await db.schema.alterTable(table).addColumn(column, t.instant).execute()
  },
})
