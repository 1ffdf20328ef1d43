import type { AssetClass } from '@sma/finance/facts'
import type { AccountClassRecord } from '@sma/importers/records'
import type { Db } from '../../db/schema'
import type { ChangeSource } from '../history/history.queries'

/** Classes of level-1 accounts by code (R-CHK-14). */
export type AccountClasses = ReadonlyMap<string, AssetClass>

export interface HouseAccountClasses {
  /** Of every portfolio that has none of its own. */
  house: AccountClasses
  /** By portfolio. */
  own: ReadonlyMap<string, AccountClasses>
}

/** The classes of one portfolio's accounts: its own before those of the house. */
export function accountClassesOf({ house, own }: HouseAccountClasses, portfolioId: string): AccountClasses {
  const before = own.get(portfolioId)
  return before ? new Map([...house, ...before]) : house
}

export async function selectAccountClasses(db: Db): Promise<HouseAccountClasses> {
  const rows = await db.selectFrom('account_class').select(['account_code', 'asset_class']).execute()
  const ofPortfolios = await db
    .selectFrom('own_account_class')
    .select(['portfolio_id', 'account_code', 'asset_class'])
    .execute()
  const own = new Map<string, Map<string, AssetClass>>()
  for (const { portfolio_id, account_code, asset_class } of ofPortfolios) {
    const classes = own.get(portfolio_id) ?? new Map<string, AssetClass>()
    own.set(portfolio_id, classes.set(account_code, asset_class as AssetClass))
  }
  return { house: new Map(rows.map((row) => [row.account_code, row.asset_class as AssetClass])), own }
}

/** Returns whether the class is new for the account, of one portfolio or (null) of the house. Days that are published keep theirs. */
export async function saveAccountClass(
  db: Db,
  portfolioId: string | null,
  { accountCode, assetClass }: Pick<AccountClassRecord, 'accountCode' | 'assetClass'>,
  { at, by, fileId }: ChangeSource,
): Promise<boolean> {
  const { house, own } = await selectAccountClasses(db)
  const known = (portfolioId === null ? house : own.get(portfolioId))?.get(accountCode)
  if (known === assetClass) return false
  const row = { account_code: accountCode, asset_class: assetClass, set_by: by, set_at: at, source_file_id: fileId }
  if (portfolioId === null) {
    await db.deleteFrom('account_class').where('account_code', '=', accountCode).execute()
    await db.insertInto('account_class').values(row).execute()
  } else {
    await db
      .deleteFrom('own_account_class')
      .where('portfolio_id', '=', portfolioId)
      .where('account_code', '=', accountCode)
      .execute()
    await db
      .insertInto('own_account_class')
      .values({ portfolio_id: portfolioId, ...row })
      .execute()
  }
  return true
}
