import type { Db } from '../../db/schema'
import type { BrandVersionTable } from './brand.table'

export function selectNewestBrand(db: Db): Promise<BrandVersionTable | undefined> {
  return db.selectFrom('brand_version').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst()
}

export function selectBrandVersion(db: Db, number: number): Promise<BrandVersionTable | undefined> {
  return db.selectFrom('brand_version').selectAll().where('number', '=', number).executeTakeFirst()
}

export function selectBrandVersions(db: Db, count: number): Promise<BrandVersionTable[]> {
  return db.selectFrom('brand_version').selectAll().orderBy('number', 'desc').limit(count).execute()
}

/** The number of the newest version; 0 before the first. */
export async function selectBrandNumber(db: Db): Promise<number> {
  const newest = await db.selectFrom('brand_version').select('number').orderBy('number', 'desc').limit(1).execute()
  return newest[0]?.number ?? 0
}

export async function insertBrandVersion(db: Db, row: BrandVersionTable): Promise<void> {
  await db.insertInto('brand_version').values(row).execute()
}
