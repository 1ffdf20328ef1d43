import type { AssetClass } from '@sma/finance/facts'
import type { AccountClassRecord } from '@sma/importers/records'
import type { Db } from '../../db/schema'
import type { ChangeSource } from '../history/history.queries'

/** The classes of level-1 accounts by code (R-CHK-14). */
export async function selectAccountClasses(db: Db): Promise<Map<string, AssetClass>> {
  const rows = await db.selectFrom('account_class').select(['account_code', 'asset_class']).execute()
  return new Map(rows.map((row) => [row.account_code, row.asset_class as AssetClass]))
}

/** Returns whether the class is new for the account. Days that are published keep theirs. */
export async function saveAccountClass(
  db: Db,
  { accountCode, assetClass }: AccountClassRecord,
  { at, by, fileId }: ChangeSource,
): Promise<boolean> {
  const known = (await selectAccountClasses(db)).get(accountCode)
  if (known === assetClass) return false
  await db.deleteFrom('account_class').where('account_code', '=', accountCode).execute()
  await db
    .insertInto('account_class')
    .values({ account_code: accountCode, asset_class: assetClass, set_by: by, set_at: at, source_file_id: fileId })
    .execute()
  return true
}
