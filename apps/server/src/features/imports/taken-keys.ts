/** Two accounts with one number could not be told apart in a file: which of an account's keys another one has. */
import { problem } from '@sma/importers/problems'
import type { PortfolioRecord, Problem } from '@sma/importers/records'
import type { PortfolioRow } from '../portfolios/portfolio-records.queries'
import type { PortfolioAliasTable } from '../portfolios/portfolios.table'
import { aliasText, keysOf } from './portfolio-names'

type Key = 'code' | 'o32FundNo' | 'faLedgerNo'
type Keyed = Pick<PortfolioRecord, Key>

const COLUMNS = { o32FundNo: 'o32_fund_no', faLedgerNo: 'fa_ledger_no' } as const
const KINDS = { o32FundNo: 'o32-fund', faLedgerNo: 'fa-ledger' } as const
const NUMBERS = ['o32FundNo', 'faLedgerNo'] as const

/** An account with its open aliases, which it owns like its present numbers. */
interface Owner {
  account: Keyed
  aliases: PortfolioRow['aliases']
}

const ownerOf = (row: PortfolioRow): Owner => ({
  account: { code: row.code, o32FundNo: row.o32_fund_no, faLedgerNo: row.fa_ledger_no },
  aliases: row.aliases.filter(({ valid_to }) => valid_to === null),
})

/** All that stands for an account under one of its keys, in normal form. */
function textsOf({ account, aliases }: Owner, key: Key): string[] {
  const own = keysOf(account)[key]
  const named = key === 'code' ? [] : aliases.filter(({ kind }) => kind === KINDS[key])
  return [...(own === null ? [] : [own]), ...named.map(({ kind, value }) => aliasText(kind, value))]
}

/** The keys among `asked` that one of the others has. */
function takenAmong(others: readonly Owner[], account: Keyed, asked: readonly Key[]): Key[] {
  const own = keysOf(account)
  return asked.filter((key) => others.some((other) => textsOf(other, key).includes(own[key] ?? '')))
}

/** Of an account that is added by hand. */
export const takenByNew = (portfolios: readonly PortfolioRow[], account: Keyed): Key[] =>
  takenAmong(portfolios.map(ownerOf), account, ['code', ...NUMBERS])

/** Of an account that is there. */
export const takenByOther = (portfolios: readonly PortfolioRow[], account: Keyed): Key[] =>
  takenAmong(portfolios.filter(({ code }) => code !== account.code).map(ownerOf), account, NUMBERS)

/** The records of a file without those whose numbers another account has once all of them are applied. */
export function withoutTaken(
  portfolios: readonly PortfolioRow[],
  records: readonly PortfolioRecord[],
): { kept: PortfolioRecord[]; refused: Problem[] } {
  const byCode = new Map(records.map((record) => [record.code, record]))
  const owned = ownersOf(portfolios, byCode)
  const kept: PortfolioRecord[] = []
  const refused: Problem[] = []
  for (const record of byCode.values()) {
    const problems = NUMBERS.flatMap((key) => {
      const others = [...(owned.get(`${key} ${keysOf(record)[key] ?? ''}`) ?? [])].filter(
        (code) => code !== record.code,
      )
      return others.length === 0 ? [] : [takenProblem(record, key, others)]
    })
    if (problems.length === 0) kept.push(record)
    refused.push(...problems)
  }
  return { kept, refused }
}

/** Whose each number is once the records are applied. */
function ownersOf(portfolios: readonly PortfolioRow[], records: ReadonlyMap<string, Keyed>): Map<string, Set<string>> {
  const after = new Map(portfolios.map((row) => [row.code, ownerOf(row)]))
  for (const [code, account] of records) after.set(code, { account, aliases: after.get(code)?.aliases ?? [] })
  const owned = new Map<string, Set<string>>()
  for (const [code, owner] of after)
    for (const key of NUMBERS)
      for (const text of textsOf(owner, key)) {
        const id = `${key} ${text}`
        owned.set(id, (owned.get(id) ?? new Set()).add(code))
      }
  return owned
}

const takenProblem = (record: PortfolioRecord, key: (typeof NUMBERS)[number], others: readonly string[]): Problem =>
  problem('portfolio-key-taken', 'error', {
    ...record.source,
    column: COLUMNS[key],
    found: `${record[key] ?? ''} (${record.code}, ${others.join(', ')})`,
    portfolio: { by: 'code', value: record.code },
  })

/**
 * Whether another account has the alias on one of its days. Present numbers and names count for good: an alias that equals one
 * must have an end.
 */
export function isAliasTaken(portfolios: readonly PortfolioRow[], alias: PortfolioAliasTable): boolean {
  const text = aliasText(alias.kind, alias.value)
  const isSame = (value: string | null) => value !== null && aliasText(alias.kind, value) === text
  return portfolios
    .filter(({ id }) => id !== alias.portfolio_id)
    .some(
      (other) =>
        (alias.valid_to === null && isSame(presentOf(other, alias.kind))) ||
        other.aliases.some((own) => own.kind === alias.kind && isSame(own.value) && overlap(own, alias)),
    )
}

function presentOf(row: PortfolioRow, kind: PortfolioAliasTable['kind']): string | null {
  if (kind === 'fa-name') return row.fa_name
  return kind === 'o32-fund' ? row.o32_fund_no : row.fa_ledger_no
}

type Validity = Pick<PortfolioAliasTable, 'valid_from' | 'valid_to'>

const overlap = (left: Validity, right: Validity): boolean => begins(left, right) && begins(right, left)

/** Whether the one begins before the other ends. */
const begins = ({ valid_from }: Validity, { valid_to }: Validity): boolean =>
  valid_from === null || valid_to === null || valid_from <= valid_to
