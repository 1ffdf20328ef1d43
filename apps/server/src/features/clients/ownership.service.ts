/** Accounts of a client from when to when. A person sets them one by one; a file of clients lists those that count now. */
import { noteClientChange, spanText, type Writing } from './client-changes.service'
import { WITHOUT_END } from './clients.table'
import { endGrantsOf, saveOwnership, selectOwnerships, type Ownership } from './ownership.queries'

export interface ReplacedAccounts {
  changed: boolean
  /** Codes of accounts of which a file says otherwise than a person did: the person's word stands. */
  kept: string[]
}

type KnownOwnership = Awaited<ReturnType<typeof selectOwnerships>>[number]

/** Accounts that a file names anew begin now, those that it no longer names end now. */
export async function replaceAccounts(
  writing: Writing,
  accounts: readonly { id: string; code: string }[],
): Promise<ReplacedAccounts> {
  const now = writing.source.at
  const known = await selectOwnerships(writing.db, writing.clientId)
  const wanted = new Map(accounts.map((account) => [account.id, account]))
  const differing = known.filter((row) => wanted.has(row.portfolio_id) !== row.ends_at > now)
  const kept = differing.filter(({ set_by }) => set_by !== null).map(({ code }) => code)
  const changing = differing.filter(({ set_by }) => set_by === null)
  for (const row of changing) {
    const span =
      row.ends_at > now ? { starts_at: row.starts_at, ends_at: now } : { starts_at: now, ends_at: WITHOUT_END }
    await setOwnership(writing, { code: row.code, before: row, after: { ...span, set_by: null } })
  }
  for (const { portfolio_id } of known) wanted.delete(portfolio_id)
  for (const { id, code } of wanted.values())
    await setOwnership(writing, {
      code,
      before: { portfolio_id: id, starts_at: null },
      after: { starts_at: now, ends_at: WITHOUT_END, set_by: null },
    })
  return { changed: changing.length + wanted.size > 0, kept }
}

type Before = Pick<KnownOwnership, 'portfolio_id' | 'starts_at' | 'ends_at'> | { portfolio_id: string; starts_at: null }

/** Writes the row, and what it said before; grants of an ownership that ends or had ended do not outlive the row that says so. */
export async function setOwnership(
  writing: Writing,
  { code, before, after }: { code: string; before: Before; after: Pick<Ownership, 'starts_at' | 'ends_at' | 'set_by'> },
): Promise<void> {
  const { db, clientId } = writing
  const now = writing.source.at
  if (before.starts_at !== null && (before.ends_at <= now || after.ends_at <= now))
    await endGrantsOf(db, { clientId, portfolioId: before.portfolio_id, now })
  await saveOwnership(db, { client_id: clientId, portfolio_id: before.portfolio_id, ...after })
  const from = before.starts_at === null ? null : spanText(code, before)
  await noteClientChange(writing, { field: 'account', from, to: spanText(code, after) })
}
