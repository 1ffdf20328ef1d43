import type { Reply } from '@sma/contract/api'

type Allocated = Pick<Reply<'readPortfolio'>, 'classes' | 'reasons'>

/** Why the share of no class is known, so that there is nothing to draw; null where at least one is. */
export function allocationReason({ classes, reasons }: Allocated): string | null {
  if (classes.some(({ ratio }) => ratio !== null)) return null
  return reasons?.['classes'] ?? classes[0]?.reasons?.['ratio'] ?? 'unknown'
}
