/** What a received file can be recognised as. Stable: reports and the ledger carry these. */
export const FILE_KINDS = [
  'fa-valuation-sheet',
  'fa-dump',
  'o32-holdings',
  'o32-journal',
  'portfolios',
  'funds',
  'accounts',
  'clients',
  'flows',
  'fees',
  'valuations',
  'holdings',
  'transactions',
  'fund-navs',
  'benchmarks',
  'calendar',
  'contacts',
  'documents',
  'pdf',
  'news',
] as const
export type FileKind = (typeof FILE_KINDS)[number]
