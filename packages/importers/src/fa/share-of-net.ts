/** R-CHK-16: what the sheet prints as 市值占净值 is market value / net assets. */
import { absolute, divideRound, formatScaled, parseE8 } from '@sma/finance/decimal'
import { problem } from '../problems'
import type { Problem } from '../records'
import type { Account } from './accounts'
import { FIELD_LABELS } from './fa-row'

const E8 = 100_000_000n
/** 0.006 percentage points, of a rate in E8. */
const TOLERANCE_E8 = 6_000n

interface Share {
  account: Account
  valueE4: bigint
  printedE8: bigint
  /** Market value / net assets. */
  actualE8: bigint
}

/**
 * Rows whose printed share is off by more than 0.006 points and half a unit of the column's last place. Whether the
 * column holds points or fractions is told by its largest row; where most rows disagree it measures something else.
 */
export function shareOfNetProblems(accounts: Account[], netAssetsE4: bigint | null): Problem[] {
  if (netAssetsE4 === null || netAssetsE4 <= 0n) return []
  const shares = accounts.flatMap((account) => shareOf(account, netAssetsE4))
  const largest = shares.reduce<Share | null>((most, share) => (isLarger(share, most) ? share : most), null)
  if (largest === null) return []
  const scale = inPoints(largest) ? 100n : 1n
  const tolerance = TOLERANCE_E8 + divideRound(lastPlaceE8(shares), 2n * scale)
  const wrong = shares.filter(
    ({ printedE8, actualE8 }) => absolute(divideRound(printedE8, scale) - actualE8) > tolerance,
  )
  if (wrong.length * 2 > shares.length) return []
  return wrong.map(({ account, printedE8, actualE8 }) =>
    problem('R-CHK-16', 'warning', {
      row: account.row,
      column: FIELD_LABELS.shareOfNet,
      found: formatScaled(printedE8, 8, 6),
      expected: formatScaled(actualE8 * scale, 8, 6),
    }),
  )
}

function shareOf(account: Account, netAssetsE4: bigint): Share[] {
  const { marketValueE4: valueE4, shareOfNet } = account
  const printedE8 = shareOfNet === null ? null : parseE8(shareOfNet.replace(/(\.\d{8})\d+$/, '$1'))
  if (valueE4 === null || valueE4 === 0n || printedE8 === null) return []
  return [{ account, valueE4, printedE8, actualE8: divideRound(valueE4 * E8, netAssetsE4) }]
}

const isLarger = (share: Share, most: Share | null): boolean =>
  most === null || absolute(share.valueE4) > absolute(most.valueE4)

const inPoints = ({ printedE8, actualE8 }: Share): boolean =>
  absolute(printedE8 - actualE8 * 100n) < absolute(printedE8 - actualE8)

/** One unit of the finest place that the column shows. */
function lastPlaceE8(shares: Share[]): bigint {
  let unit = 1n
  while (unit < E8 && shares.every(({ printedE8 }) => printedE8 % (unit * 10n) === 0n)) unit *= 10n
  return unit
}
