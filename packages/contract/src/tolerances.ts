/** The tolerances that a portfolio can have of its own; each is a whole number in the unit that its name ends with. */
export const TOLERANCES = [
  'totalE4',
  'fundSumE4',
  'sharesE4',
  'transitDays',
  'priceGapPpm',
  'dustSharesE4',
  'moveBlockPpm',
  'publicNavE8',
  'confirmationE4',
  'benchmarkGapPpm',
  'deviations',
  'clearingPpm',
  'accrualPpm',
  'movePpm',
] as const
