/** Which checks of a day lacked what they look at, and what that is: shown beside the findings, so that silence is no proof. */
import type { DayContext } from './check-day'
import type { CheckId } from './limits'

export type NotRunReason =
  | 'totals-not-stated'
  | 'accounts-not-listed'
  | 'holdings-not-listed'
  | 'first-day'
  | 'earlier-holdings-not-listed'
  | 'no-transactions'
  | 'no-o32-file'
  | 'price-dates-not-stated'
  | 'accumulated-not-stated'
  | 'not-one-trading-day'
  | 'previous-nav-not-stated'
  | 'no-public-navs'
  | 'no-benchmark-nor-history'
  | 'payables-not-stated'

export interface NotRun {
  check: CheckId
  reason: NotRunReason
}

type Lack = (context: DayContext) => NotRunReason | false

const noAccounts: Lack = ({ day }) => day.accounts === null && 'accounts-not-listed'
const noHoldings: Lack = ({ day }) => day.holdings === null && 'holdings-not-listed'
const firstDay: Lack = ({ previous }) => previous === null && 'first-day'
const noTransactions: Lack = ({ movements }) => movements.transactions === null && 'no-transactions'
const noAccumulated: Lack = ({ day, previous }) =>
  (day.accumulatedNavE8 === null || previous?.accumulatedNavE8 === null) && 'accumulated-not-stated'
const afterGap: Lack = ({ day, previous, calendar }) =>
  previous !== null && calendar.tradingDayDistance(previous.date, day.date) !== 1 && 'not-one-trading-day'

/** What each check lacks, in the order in which it is told; a check that is not listed always runs. */
const NEEDS: [CheckId, Lack[]][] = [
  ['R-CHK-1', [({ day }) => (day.totalAssetsE4 === null || day.totalLiabilitiesE4 === null) && 'totals-not-stated']],
  ['R-CHK-3', [noHoldings, ({ day }) => day.holdingsFrom === 'fa' && day.accounts === null && 'accounts-not-listed']],
  ['R-CHK-4', [({ o32 }) => o32 === null && 'no-o32-file', noHoldings]],
  [
    'R-CHK-5',
    [noHoldings, firstDay, ({ previous }) => !previous?.holdings && 'earlier-holdings-not-listed', noTransactions],
  ],
  ['R-CHK-6', [firstDay, afterGap]],
  [
    'R-CHK-9',
    [noHoldings, ({ day }) => !day.holdings?.some(({ priceDate }) => priceDate !== null) && 'price-dates-not-stated'],
  ],
  ['R-CHK-10', [firstDay]],
  ['R-CHK-11', [firstDay, noAccumulated]],
  ['R-CHK-13', [noAccounts]],
  ['R-CHK-14', [noAccounts]],
  ['R-CHK-19', [({ day }) => !day.previousNavE8 && 'previous-nav-not-stated', firstDay, afterGap]],
  ['R-CHK-20', [({ publicNavOf }) => !publicNavOf && 'no-public-navs']],
  ['R-CHK-21', [noTransactions]],
  [
    'R-CHK-22',
    [firstDay, afterGap, ({ benchmark, history }) => !benchmark && history === null && 'no-benchmark-nor-history'],
  ],
  ['R-CHK-23', [({ day }) => day.accumulatedNavE8 === null && 'accumulated-not-stated']],
  ['R-CHK-24', [noAccounts]],
  ['R-CHK-25', [noAccounts]],
  [
    'R-CHK-26',
    [
      firstDay,
      ({ accruals }) =>
        !accruals?.every(({ managementPayableE4 }) => managementPayableE4 !== null) && 'payables-not-stated',
    ],
  ],
]

/** The checks of a day that were not run, each with the first thing that it lacked. */
export function checksNotRun(context: DayContext): NotRun[] {
  return NEEDS.flatMap(([check, lacks]) => {
    for (const lack of lacks) {
      const reason = lack(context)
      if (reason) return [{ check, reason }]
    }
    return []
  })
}
