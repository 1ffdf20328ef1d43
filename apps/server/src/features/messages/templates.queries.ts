import type { Db } from '../../db/schema'
import type { ReplyTemplateTable } from './messages.table'

export function selectTemplates(db: Db): Promise<ReplyTemplateTable[]> {
  return db.selectFrom('reply_template').selectAll().orderBy('title').orderBy('id').execute()
}

export async function insertTemplate(db: Db, template: ReplyTemplateTable): Promise<void> {
  await db.insertInto('reply_template').values(template).execute()
}

/** Whether there is one. */
export async function updateTemplate(
  db: Db,
  { id, title, text }: Pick<ReplyTemplateTable, 'id' | 'title' | 'text'>,
): Promise<boolean> {
  const found = await db.selectFrom('reply_template').select('id').where('id', '=', id).executeTakeFirst()
  await db.updateTable('reply_template').set({ title, text }).where('id', '=', id).execute()
  return found !== undefined
}

export async function deleteTemplate(db: Db, id: string): Promise<void> {
  await db.deleteFrom('reply_template').where('id', '=', id).execute()
}
