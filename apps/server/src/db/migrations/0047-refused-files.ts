import type { EngineMigration } from '../migrate'

/** The board asks which of today's files were held or rejected, of tens of thousands. */
export const refusedFiles: EngineMigration = () => ({
  async up(db) {
    await db.schema.createIndex('source_file_status').on('source_file').columns(['status', 'received_at']).execute()
  },
})
