/** One account's master data as staff read it, with where each value came from. */
import type { readAccount, readAccountHistory } from '@sma/contract/staff-accounts'
import { invariant } from '@sma/finance/invariant'
import type { z } from 'zod'
import type { Db } from '../../db/schema'
import { pageOf, placeOfCursor } from '../../place-cursor'
import { benchmarkSet } from '../days/book-facts'
import type { MasterSubject } from '../history/history.table'
import { selectContact } from '../portfolios/portfolio-records.queries'
import type { BenchmarkSetTable, PortfolioAliasTable } from '../portfolios/portfolios.table'
import { selectAdvisersOf } from './account-list.queries'
import { contactFieldsOf, contractField, fieldsOf, shownValue, versionOf } from './account-record'
import { selectAliases } from './aliases.queries'
import { selectStandingSets } from './benchmark-sets.queries'
import { selectAccount, selectAccountChanges, selectAddedBy, selectSourceFile } from './account.queries'

export type Account = z.input<typeof readAccount.reply>
type History = z.input<typeof readAccountHistory.reply>
type Change = History['changes'][number]

const PAGE = 30

export async function accountOf(db: Db, portfolioId: string): Promise<Account> {
  const row = await selectAccount(db, portfolioId)
  invariant(row !== undefined, 'an account that the router has found')
  const contactRow = await selectContact(db, portfolioId)
  const fields = fieldsOf(row)
  const contact = contactRow ? contactFieldsOf(contactRow) : null
  const advisers = (await selectAdvisersOf(db, [portfolioId])).map(({ login }) => login)
  const aliases = (await selectAliases(db, portfolioId)).map(aliasOf)
  const benchmarkSets = (await selectStandingSets(db, portfolioId)).map(setOf)
  const versions = { version: versionOf(fields), contactVersion: versionOf(contact) }
  return { ...fields, ...versions, advisers, contact, aliases, benchmarkSets }
}

const aliasOf = ({ id, kind, value, valid_from, valid_to, set_by, set_at }: PortfolioAliasTable) => ({
  id,
  kind,
  value,
  from: valid_from,
  to: valid_to,
  setBy: set_by,
  setAt: set_at,
})

const setOf = (row: BenchmarkSetTable) => ({ id: row.id, ...benchmarkSet(row), setBy: row.set_by, setAt: row.set_at })

export async function accountHistory(
  db: Db,
  portfolioId: string,
  { limit = PAGE, cursor }: z.output<typeof readAccountHistory.query>,
): Promise<History> {
  const rows = await selectAccountChanges(db, { portfolioId, after: placeOfCursor(cursor), count: limit + 1 })
  const { page, next } = pageOf(rows, limit, ({ changed_at, id }) => ({ at: changed_at, id }))
  return { changes: page.flatMap(changeOf), next, first: await firstOf(db, portfolioId) }
}

async function firstOf(db: Db, portfolioId: string): Promise<History['first']> {
  const row = await selectAccount(db, portfolioId)
  if (!row?.known_since) return null
  const file = row.source_file_id === null ? undefined : await selectSourceFile(db, row.source_file_id)
  if (file) return { at: row.known_since, by: file.received_by, file: { id: file.id, name: file.name } }
  return { at: row.known_since, by: await selectAddedBy(db, portfolioId), file: null }
}

const SUBJECTS: Partial<Record<MasterSubject, Change['of']>> = {
  portfolio: 'account',
  contact: 'contact',
  tolerance: 'tolerance',
  alias: 'alias',
  'benchmark-set': 'benchmark-set',
}

type ChangeRow = Awaited<ReturnType<typeof selectAccountChanges>>[number]

function changeOf(row: ChangeRow): Change[] {
  const of = SUBJECTS[row.subject]
  const field = of === 'account' || of === 'contact' ? contractField(row.field) : row.field
  if (of === undefined || field === undefined) return []
  const shown = (value: string | null) => shownValue(row.field, value)
  const file = row.source_file_id === null ? null : { id: row.source_file_id, name: row.name ?? row.source_file_id }
  return [
    { of, field, from: shown(row.old_value), to: shown(row.new_value), at: row.changed_at, by: row.changed_by, file },
  ]
}
