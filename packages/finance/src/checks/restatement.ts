/** How much a restatement matters: the change of the day's NAV against the bands that call for telling clients. */
import { absolute, divideRound, PRICE_SCALE } from '../decimal'
import { RESTATEMENT_BANDS_PPM } from './limits'

/** `minor` below 0.25 % of the NAV shown before, `notable` from 0.25 %, `material` from 0.5 % on. */
export type RestatementBand = 'minor' | 'notable' | 'material'

export interface RestatementSize {
  /** New NAV / shown NAV − 1 as a rate in E8; null where the shown NAV is not positive. */
  changeE8: bigint | null
  band: RestatementBand
}

const E8 = 10n ** BigInt(PRICE_SCALE)
const PPM = 1_000_000n

/** Compares the NAV shown before with the new one; a NAV that was not positive counts as material. Bands are exact, not rounded. */
export function restatementSize(shownNavE8: bigint, nextNavE8: bigint): RestatementSize {
  if (shownNavE8 <= 0n) return { changeE8: null, band: 'material' }
  const change = absolute(nextNavE8 - shownNavE8)
  const reaches = (ppm: bigint): boolean => change * PPM >= shownNavE8 * ppm
  const band = reaches(RESTATEMENT_BANDS_PPM.material)
    ? 'material'
    : reaches(RESTATEMENT_BANDS_PPM.notable)
      ? 'notable'
      : 'minor'
  return { changeE8: divideRound((nextNavE8 - shownNavE8) * E8, shownNavE8), band }
}
