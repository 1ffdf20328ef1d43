/** Other numbers and names of accounts, each for some time; what was said before is kept. */
import type { Db } from '../../db/schema'
import { insertChanges, type ChangeSource } from '../history/history.queries'
import type { PortfolioAliasTable } from '../portfolios/portfolios.table'

/** By kind, the earliest first. */
export function selectAliases(db: Db, portfolioId: string): Promise<PortfolioAliasTable[]> {
  return db
    .selectFrom('portfolio_alias')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .orderBy('kind')
    .orderBy('valid_from')
    .orderBy('id')
    .execute()
}

export async function insertAlias(db: Db, row: PortfolioAliasTable, source: ChangeSource): Promise<void> {
  await db.insertInto('portfolio_alias').values(row).execute()
  await insertChanges(db, source, [{ ...changeOf(row), old_value: null, new_value: aliasWords(row) }])
}

export async function deleteAlias(db: Db, row: PortfolioAliasTable, source: ChangeSource): Promise<void> {
  await db.deleteFrom('portfolio_alias').where('id', '=', row.id).execute()
  await insertChanges(db, source, [{ ...changeOf(row), old_value: aliasWords(row), new_value: null }])
}

const changeOf = ({ portfolio_id, kind }: PortfolioAliasTable) => ({
  subject: 'alias' as const,
  subject_id: portfolio_id,
  date: '',
  field: kind,
})

/** "8001 (2020-01-01 – 2021-12-31)"; a side without a day has no end. */
const aliasWords = ({ value, valid_from, valid_to }: PortfolioAliasTable): string =>
  `${value} (${valid_from ?? ''} – ${valid_to ?? ''})`
