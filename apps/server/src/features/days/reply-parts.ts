/** How figures and the reasons for missing ones stand in replies (R-NUM-2). */
import { moneyText } from '@sma/finance/decimal'
import { rateText } from '@sma/finance/numbers'

export const moneyOrNull = (valueE4: bigint | null): string | null => (valueE4 === null ? null : moneyText(valueE4))
export const rateOrNull = (valueE8: bigint | null): string | null => (valueE8 === null ? null : rateText(valueE8))

type Codes = Readonly<Record<string, string | null | undefined>>

/** `reasons` of an object: the code of each figure that is null, and no `reasons` where none is. */
export function reasonsFor(
  figures: Readonly<Record<string, unknown>>,
  codes: Codes,
): { reasons?: Record<string, string> } {
  const reasons: Record<string, string> = {}
  let some = false
  for (const field in codes) {
    const code = codes[field]
    if (figures[field] !== null || !code) continue
    reasons[field] = code
    some = true
  }
  return some ? { reasons } : {}
}
