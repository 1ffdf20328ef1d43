import type { Db } from '../../db/schema'
import type { SettingVersionTable } from './settings.table'

const FOR_EVER = '9999'

/** The newest version of every setting that was ever set here, or set until an instant (ISO, UTC). */
export function selectSettings(db: Db, knownAt = FOR_EVER): Promise<SettingVersionTable[]> {
  return db
    .selectFrom('setting_version as one')
    .selectAll('one')
    .where('one.changed_at', '<=', knownAt)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('setting_version as later')
            .select('later.number')
            .whereRef('later.name', '=', 'one.name')
            .whereRef('later.number', '>', 'one.number')
            .where('later.changed_at', '<=', knownAt),
        ),
      ),
    )
    .execute()
}

/** Newest first. */
export function selectSettingVersions(db: Db, name: string, count: number): Promise<SettingVersionTable[]> {
  return db
    .selectFrom('setting_version')
    .selectAll()
    .where('name', '=', name)
    .orderBy('number', 'desc')
    .limit(count)
    .execute()
}

export async function insertSettingVersion(db: Db, row: SettingVersionTable): Promise<void> {
  await db.insertInto('setting_version').values(row).execute()
}
