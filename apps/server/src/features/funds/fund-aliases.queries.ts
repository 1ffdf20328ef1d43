/** The names by which files call funds, other than their own. */
import type { Db } from '../../db/schema'
import type { ChangeSource } from '../history/history.queries'

interface NamedFund {
  code: string
  name: string
}

export const aliasKey = ({ code, name }: NamedFund): string => `${code} ${name}`

export async function selectFundAliases(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom('fund_alias').select(['fund_code as code', 'name']).execute()
  return new Set(rows.map(aliasKey))
}

export async function insertFundAlias(db: Db, { code, name }: NamedFund, { at, fileId }: ChangeSource): Promise<void> {
  await db
    .insertInto('fund_alias')
    .values({ fund_code: code, name, first_seen_at: at, source_file_id: fileId })
    .execute()
}
