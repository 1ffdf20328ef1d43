/** Two accounts with one number could not be told apart in a file: which of an account's keys another one has. */
import { problem } from '@sma/importers/problems'
import type { PortfolioRecord, Problem } from '@sma/importers/records'
import type { PortfolioRow } from '../portfolios/portfolio-records.queries'
import { keysOf } from './portfolio-names'

type Key = 'code' | 'o32FundNo' | 'faLedgerNo'
type Keyed = Pick<PortfolioRecord, Key>

const COLUMNS = { code: 'portfolio_code', o32FundNo: 'o32_fund_no', faLedgerNo: 'fa_ledger_no' } as const
const NUMBERS = ['o32FundNo', 'faLedgerNo'] as const

const keyedRow = ({ code, o32_fund_no, fa_ledger_no }: PortfolioRow): Keyed => ({
  code,
  o32FundNo: o32_fund_no,
  faLedgerNo: fa_ledger_no,
})

/** The keys among `asked` that one of the others has; the account itself is none of them. */
function takenAmong<K extends Key>(others: readonly Keyed[], account: Keyed, asked: readonly K[]): K[] {
  const own = keysOf(account)
  const theirs = others.map(keysOf)
  return asked.filter((key) => own[key] !== null && theirs.some((other) => other[key] === own[key]))
}

/** Of an account that is added by hand. */
export const takenByNew = (portfolios: readonly PortfolioRow[], account: Keyed): Key[] =>
  takenAmong(portfolios.map(keyedRow), account, ['code', ...NUMBERS])

/** Of an account that is there. */
export const takenByOther = (portfolios: readonly PortfolioRow[], account: Keyed): Key[] =>
  takenAmong(portfolios.filter(({ code }) => code !== account.code).map(keyedRow), account, NUMBERS)

/** The records of a file without those whose numbers another account has once all of them are applied. */
export function withoutTaken(
  portfolios: readonly PortfolioRow[],
  records: readonly PortfolioRecord[],
): { kept: PortfolioRecord[]; refused: Problem[] } {
  const byCode = new Map(records.map((record) => [record.code, record]))
  const after = new Map<string, Keyed>([...portfolios.map((row) => [row.code, keyedRow(row)] as const), ...byCode])
  const owners = new Map<string, Set<string>>()
  for (const account of after.values()) {
    const keys = keysOf(account)
    for (const key of NUMBERS) {
      const id = `${key} ${keys[key] ?? ''}`
      if (keys[key] !== null) owners.set(id, (owners.get(id) ?? new Set()).add(account.code))
    }
  }
  const kept: PortfolioRecord[] = []
  const refused: Problem[] = []
  for (const record of byCode.values()) {
    const problems = NUMBERS.flatMap((key) => {
      const others = [...(owners.get(`${key} ${keysOf(record)[key] ?? ''}`) ?? [])].filter(
        (code) => code !== record.code,
      )
      return others.length === 0 ? [] : [takenProblem(record, key, others)]
    })
    if (problems.length === 0) kept.push(record)
    refused.push(...problems)
  }
  return { kept, refused }
}

const takenProblem = (record: PortfolioRecord, key: (typeof NUMBERS)[number], others: readonly string[]): Problem =>
  problem('portfolio-key-taken', 'error', {
    ...record.source,
    column: COLUMNS[key],
    found: `${record[key] ?? ''} (${record.code}, ${others.join(', ')})`,
    portfolio: { by: 'code', value: record.code },
  })
