/** What can be exported, and as what; plain constants that the web offers. */
export const EXPORT_TABLES = [
  'classes',
  'holdings',
  'transactions',
  'periods',
  'stages',
  'nav',
  'fees',
  'fund',
] as const
export const EXPORT_FORMATS = ['xlsx', 'csv'] as const

export type ExportTable = (typeof EXPORT_TABLES)[number]
