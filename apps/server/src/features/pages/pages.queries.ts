import type { Db } from '../../db/schema'
import type { PageName, PageVersionTable } from './pages.table'

/** The newest version of each of these pages, where staff has written one. */
export function selectNewestPages(db: Db, names: readonly PageName[]): Promise<PageVersionTable[]> {
  return db
    .selectFrom('page_version as page')
    .selectAll('page')
    .where('page.name', 'in', names)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('page_version as later')
            .select('later.number')
            .whereRef('later.name', '=', 'page.name')
            .whereRef('later.number', '>', 'page.number'),
        ),
      ),
    )
    .execute()
}

export async function insertPageVersion(db: Db, row: PageVersionTable): Promise<void> {
  await db.insertInto('page_version').values(row).execute()
}
