import type { EngineMigration } from '../migrate'

/** Which day's version a staged row waits for where it restates that day. Rows that are there already wait for none. */
export const waitingRows: EngineMigration = (_engine, t) => ({
  async up(db) {
    for (const table of ['fund_transaction', 'client_flow', 'fee_accrual'])
      await db.schema.alterTable(table).addColumn('waits_for', t.date).execute()
  },
})
