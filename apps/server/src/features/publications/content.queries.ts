/** What publications said after each change. */
import type { Db } from '../../db/schema'
import type { PublicationContentTable } from './publications.table'

export async function insertContent(db: Db, row: PublicationContentTable): Promise<void> {
  await db.insertInto('publication_content').values(row).execute()
}

/** Newest first; `before` leaves that number and the later ones out. */
export function selectContents(
  db: Db,
  { id, before, limit }: { id: string; before: number | undefined; limit: number },
): Promise<PublicationContentTable[]> {
  return db
    .selectFrom('publication_content')
    .selectAll()
    .where('publication_id', '=', id)
    .$if(before !== undefined, (q) => q.where('number', '<', before ?? 0))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
}

export async function selectLastContent(db: Db, id: string): Promise<PublicationContentTable | undefined> {
  const [last] = await selectContents(db, { id, before: undefined, limit: 1 })
  return last
}
