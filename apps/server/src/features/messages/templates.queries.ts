import type { Db } from '../../db/schema'
import type { ReplyTemplateTable } from './messages.table'

export function selectTemplates(db: Db): Promise<ReplyTemplateTable[]> {
  return db.selectFrom('reply_template').selectAll().orderBy('title').orderBy('id').execute()
}

export async function insertTemplate(db: Db, template: ReplyTemplateTable): Promise<void> {
  await db.insertInto('reply_template').values(template).execute()
}

export async function deleteTemplate(db: Db, id: string): Promise<void> {
  await db.deleteFrom('reply_template').where('id', '=', id).execute()
}
