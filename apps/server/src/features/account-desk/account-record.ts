/** Between what a person sends of an account and the record of a portfolios or contacts file: the same texts, whoever writes them. */
import type { addAccount, changeAccountContact } from '@sma/contract/staff-accounts'
import { invariant } from '@sma/finance/invariant'
import { formatScaled, MONEY_SCALE, parseE4 } from '@sma/finance/decimal'
import { identifierText } from '@sma/importers/neutral/values'
import type { ContactRecord, PortfolioRecord } from '@sma/importers/records'
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { FieldError } from '../../http/errors'
import type { MasterRow } from '../portfolios/portfolio-records.queries'
import type { PortfolioContactTable } from '../portfolios/portfolios.table'

export type AccountFields = z.output<typeof addAccount.body>
export type ContactFields = Omit<z.output<typeof changeAccountContact.body>, 'version'>

const NO_PLACE = { sheet: null, row: 0 }

const numberOrNull = (text: string | null): string | null => (text === null ? null : identifierText(text))

function amountE4(text: string): bigint {
  const amount = parseE4(text)
  invariant(amount !== null, 'an amount that the contract let pass')
  return amount
}

export const recordOf = (fields: AccountFields): PortfolioRecord => ({
  kind: 'portfolio',
  source: NO_PLACE,
  code: fields.code,
  name: fields.name,
  strategy: fields.strategy,
  launchDate: fields.launchDate,
  initialAssetsE4: amountE4(fields.initialAssets),
  initialSharesE4: amountE4(fields.initialShares),
  benchmark: fields.benchmark,
  manager: fields.manager,
  valuationLag: fields.valuationLag,
  navDecimals: fields.navDecimals,
  o32FundNo: numberOrNull(fields.o32FundNo),
  faLedgerNo: numberOrNull(fields.faLedgerNo),
  faName: fields.faName,
  state: fields.state,
  liquidationFrom: fields.liquidationFrom,
  closedOn: fields.closedOn,
})

export const contactRecordOf = (code: string, fields: ContactFields): ContactRecord => ({
  kind: 'contact',
  source: NO_PLACE,
  portfolio: { by: 'code', value: code },
  name: fields.name,
  company: fields.company,
  mobile: fields.mobile,
  telephone: fields.telephone,
  email: fields.email,
  address: fields.address,
})

/** Money or shares with no more zeros than cents need: "1000.00", "1000.5025". */
const amountText = (valueE4: bigint): string =>
  formatScaled(valueE4, MONEY_SCALE, valueE4 % 100n === 0n ? 2 : MONEY_SCALE)

/** The fields of a row, as they are read and sent again. */
export const fieldsOf = (row: MasterRow): AccountFields => ({
  code: row.code,
  name: row.name,
  strategy: row.strategy,
  launchDate: row.launch_date,
  initialAssets: amountText(row.initial_assets_e4),
  initialShares: amountText(row.initial_shares_e4),
  benchmark: row.benchmark,
  manager: row.manager,
  valuationLag: row.valuation_lag,
  navDecimals: row.nav_decimals,
  o32FundNo: row.o32_fund_no,
  faLedgerNo: row.fa_ledger_no,
  faName: row.fa_name,
  state: row.state,
  liquidationFrom: row.liquidation_from,
  closedOn: row.closed_on,
})

export const contactFieldsOf = (row: PortfolioContactTable): ContactFields => ({
  name: row.name,
  company: row.company,
  mobile: row.mobile,
  telephone: row.telephone,
  email: row.email,
  address: row.address,
})

/** Says whether what somebody looked at is still what stands there. */
export const versionOf = (fields: object | null): string =>
  createHash('sha256').update(JSON.stringify(fields)).digest('base64url').slice(0, 22)

type StateFields = Pick<AccountFields, 'state' | 'launchDate' | 'liquidationFrom' | 'closedOn'>

/** What is wrong with the dates of a state; the same rules as a portfolios file's (docs/files.md). */
export function stateErrors({ state, launchDate, liquidationFrom, closedOn }: StateFields): FieldError[] {
  const errors: FieldError[] = []
  const isEarly = (date: string | null, first: string) => date !== null && date < first
  if (state === 'in-liquidation' && liquidationFrom === null)
    errors.push({ field: 'liquidationFrom', code: 'required' })
  if (state === 'running' && liquidationFrom !== null) errors.push({ field: 'liquidationFrom', code: 'not-in-list' })
  if (isEarly(liquidationFrom, launchDate)) errors.push({ field: 'liquidationFrom', code: 'too-short' })
  if (state === 'closed' && closedOn === null) errors.push({ field: 'closedOn', code: 'required' })
  if (state !== 'closed' && closedOn !== null) errors.push({ field: 'closedOn', code: 'not-in-list' })
  if (isEarly(closedOn, liquidationFrom ?? launchDate)) errors.push({ field: 'closedOn', code: 'too-short' })
  return errors
}

/** Columns under the names that the contract gives them. */
const FIELDS: Record<string, string> = {
  name: 'name',
  strategy: 'strategy',
  launch_date: 'launchDate',
  initial_assets_e4: 'initialAssets',
  initial_shares_e4: 'initialShares',
  benchmark: 'benchmark',
  manager: 'manager',
  valuation_lag: 'valuationLag',
  nav_decimals: 'navDecimals',
  o32_fund_no: 'o32FundNo',
  fa_ledger_no: 'faLedgerNo',
  fa_name: 'faName',
  state: 'state',
  liquidation_from: 'liquidationFrom',
  closed_on: 'closedOn',
  company: 'company',
  mobile: 'mobile',
  telephone: 'telephone',
  email: 'email',
  address: 'address',
}

/** Undefined for what is kept under no name of the contract's. */
export const contractField = (column: string): string | undefined => FIELDS[column]

/** A column's value, kept as text, as people read it. */
export const shownValue = (column: string, value: string | null): string | null =>
  value !== null && column.startsWith('initial_') ? amountText(BigInt(value)) : value

/** A row as the cells of a portfolios file. */
export const cellsOf = (row: MasterRow) => ({
  portfolio_code: row.code,
  portfolio_name: row.name,
  strategy: row.strategy,
  launch_date: row.launch_date,
  initial_assets: amountText(row.initial_assets_e4),
  initial_shares: amountText(row.initial_shares_e4),
  benchmark: row.benchmark ?? '',
  manager: row.manager ?? '',
  valuation_lag: String(row.valuation_lag),
  nav_decimals: String(row.nav_decimals),
  o32_fund_no: row.o32_fund_no ?? '',
  fa_ledger_no: row.fa_ledger_no ?? '',
  fa_name: row.fa_name ?? '',
  state: row.state,
  liquidation_from: row.liquidation_from ?? '',
  closed_on: row.closed_on ?? '',
})
