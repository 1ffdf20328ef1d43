/** The return since the valuation before, found a second time: R-RET-2. */
import { formatScaled } from '../decimal'
import type { Flow, Payables, Valuation } from '../facts'
import { navSeries } from '../nav/nav-series'
import { returnCheck } from '../nav/return-check'
import type { CheckedDay, Finding, PreviousDay } from './checked-day'
import { finding } from './finding'

const NO_PAYABLES: Payables = { managementE4: null, custodianE4: null, auditE4: null, performanceE4: null }
const RATE_SCALE = 16

type Day = Pick<Valuation, 'date' | 'netAssetsE4' | 'sharesE4' | 'unitNavE8' | 'accumulatedNavE8'>

const valuation = ({ date, netAssetsE4, sharesE4, unitNavE8, accumulatedNavE8 }: Day): Valuation => {
  const figures = { netAssetsE4, sharesE4, unitNavE8, accumulatedNavE8 }
  return { date, ...figures, holdingsKnown: false, payables: NO_PAYABLES }
}

/**
 * R-RET-2: the return by NAV since the valuation before and that by net assets and flows lie further apart than rounding
 * explains. Warns; not run on the first loaded day, nor where the NAV belongs to 净值(成本).
 */
export function returnsAgree(
  day: CheckedDay,
  previous: PreviousDay | null,
  flows: readonly Flow[],
  navDecimals: number,
): Finding[] {
  if (!previous || day.netAssetsAtCostE4 !== null) return []
  const { netAssetsE4, sharesE4 } = previous
  const portfolio = { launchDate: previous.date, initialAssetsE4: netAssetsE4, initialSharesE4: sharesE4, navDecimals }
  const series = navSeries({
    portfolio: { code: '', ...portfolio },
    valuations: [valuation(previous), valuation(day)],
    flows: [...flows],
    transactions: [],
    fees: [],
    benchmark: [],
    dividends: [],
  })
  const check = returnCheck(series, 0, 1)
  if (!check || check.agrees) return []
  return [finding('R-RET-2', { found: percentText(check.byNavE16), expected: percentText(check.byAssetsE16) })]
}

const percentText = (rateE16: bigint): string => `${formatScaled(rateE16, RATE_SCALE - 2, 4)}%`
