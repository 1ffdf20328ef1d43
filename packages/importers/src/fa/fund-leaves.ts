import { formatScaled } from '@sma/finance/decimal'
import { problem } from '../problems'
import type { FundLeaf, Problem } from '../records'
import { FUND_CODE_LENGTH, leafFundCode } from './account-code'
import { ancestorsOf, isFundAccount } from './accounts'
import type { Account, Parents } from './accounts'
import { FIELD_LABELS } from './fa-row'

/** Groups that repeat the gain or carry interest: they add up, but are no holdings. */
const NO_HOLDING = /估值增值|公允价值变动|应计利息|应收|冲抵|冲销/
/** Groups written in one have at most eight digits. */
const GROUP_LEVEL = 3

export interface FundLeaves {
  funds: FundLeaf[]
  problems: Problem[]
}

/** The fund rows under 1105 and 1109, the 估值增值 subtrees left out (R-HLD-1). */
export function fundLeaves(accounts: Account[], parents: Parents): FundLeaves {
  const inner = new Set(parents.values())
  const funds: FundLeaf[] = []
  const problems: Problem[] = []
  for (const account of accounts) {
    if (!isFundAccount(account.code) || inner.has(account) || isGainRow(account, parents)) continue
    const fundCode = leafFundCode(account, parents.get(account)?.code ?? null)
    if (fundCode === null || isEmpty(account)) continue
    if (!account.quantityE4 || account.marketValueE4 === null) {
      problems.push(missing(account))
      continue
    }
    if (account.quantityE4 < 0n) problems.push(negative(account, account.quantityE4))
    funds.push({
      fundCode,
      fundName: account.name,
      market: account.market,
      sharesE4: account.quantityE4,
      costE4: account.costE4 ?? costFromGain(account),
      unitNavE8: account.priceE8 === 0n ? null : account.priceE8,
      priceDate: account.priceDate,
      marketValueE4: account.marketValueE4,
      row: account.row,
    })
  }
  return { funds, problems }
}

function isGainRow(account: Account, parents: Parents): boolean {
  const above = ancestorsOf(account, parents).filter((row) => row.level > 1)
  const named = account.level > 1 && isGroupRow(account) ? [account, ...above] : above
  if (named.some((row) => NO_HOLDING.test(row.name))) return true
  const groups = account.groups.filter((group) => account.lastGroup !== null || leavesFund(account.code, group))
  return [...groups, ...(isGroupRow(account) ? [account.code] : [])].some(isGainGroup)
}

/** The groups of a code from the third on: 11050299, 1105.F1.99. A fund's own number may end in 99, too. */
const isGainGroup = (code: string): boolean => code.length > 6 && code.endsWith('99')

const leavesFund = (code: string, group: string): boolean => code.length - group.length >= FUND_CODE_LENGTH

/** A group that has no rows below it. */
const isGroupRow = ({ lastGroup, level }: Account): boolean =>
  lastGroup === null ? level <= GROUP_LEVEL : lastGroup.length < FUND_CODE_LENGTH - 1

const isEmpty = (account: Account): boolean => !account.quantityE4 && !account.marketValueE4

/** 估值增值 = 市值 - 成本 on fund rows, for dumps without EN_CB. */
const costFromGain = (account: Account): bigint | null =>
  account.gainE4 === null || account.marketValueE4 === null ? null : account.marketValueE4 - account.gainE4

/** Nobody owes shares of a fund: the sign is wrong, or the row is something else. */
const negative = ({ row, code }: Account, sharesE4: bigint): Problem =>
  problem('value-invalid', 'review', {
    row,
    column: FIELD_LABELS.quantity,
    found: `${code} ${formatScaled(sharesE4, 4, 2)}`,
    expected: '≥ 0',
  })

const missing = (account: Account): Problem =>
  problem('value-missing', 'review', {
    row: account.row,
    column: account.quantityE4 ? FIELD_LABELS.marketValue : FIELD_LABELS.quantity,
    found: `${account.code} ${formatScaled(account.marketValueE4 ?? 0n, 4, 2)}`,
  })
