/** What the objects of events are called now, where they have a name that is not personal data. */
import type { Db } from '../../db/schema'
import type { AuditObjectKind } from './audit.table'

type Named = { id: string; name: string }
type Read = (db: Db, ids: readonly string[]) => Promise<Named[]>

const NAMES: Partial<Record<AuditObjectKind, Read>> = {
  portfolio: (db, ids) => db.selectFrom('portfolio').select(['id', 'name']).where('id', 'in', ids).execute(),
  file: (db, ids) => db.selectFrom('source_file').select(['id', 'name']).where('id', 'in', ids).execute(),
  fund: (db, ids) => db.selectFrom('fund').select(['code as id', 'name']).where('code', 'in', ids).execute(),
  publication: (db, ids) =>
    db.selectFrom('publication').select(['id', 'title as name']).where('id', 'in', ids).execute(),
  feed: (db, ids) => db.selectFrom('news_feed').select(['id', 'source as name']).where('id', 'in', ids).execute(),
  template: (db, ids) =>
    db.selectFrom('reply_template').select(['id', 'title as name']).where('id', 'in', ids).execute(),
}

/** By kind and id, parted by a blank; what is gone, or has no name, is not among them. */
export async function selectObjectNames(
  db: Db,
  objects: readonly { objectKind: string; objectId: string }[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for (const [kind, read] of Object.entries(NAMES)) {
    const own = objects.filter((one) => one.objectKind === kind)
    const ids = [...new Set(own.map(({ objectId }) => objectId))]
    if (ids.length > 0) for (const { id, name } of await read(db, ids)) names.set(`${kind} ${id}`, name)
  }
  return names
}
