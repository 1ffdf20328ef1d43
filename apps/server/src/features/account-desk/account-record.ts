/** Between what a person sends of an account and the record of a portfolios or contacts file: the same texts, whoever writes them. */
import type { addAccount, changeAccountContact } from '@sma/contract/staff-accounts'
import { invariant } from '@sma/finance/invariant'
import { formatScaled, MONEY_SCALE, parseE4 } from '@sma/finance/decimal'
import type { Strategy } from '@sma/finance/facts'
import { cellText } from '@sma/importers/bytes/cells'
import { identifierText } from '@sma/importers/neutral/values'
import type { ContactRecord, PortfolioRecord } from '@sma/importers/records'
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { PortfolioContactTable, PortfolioTable } from '../portfolios/portfolios.table'

export type AccountFields = z.output<typeof addAccount.body>
export type ContactFields = Omit<z.output<typeof changeAccountContact.body>, 'version'>

const NO_PLACE = { sheet: null, row: 0 }

/** As a file's cell is read: full-width signs and invisible ones do not make another text. */
const read = (text: string): string => cellText(text)
const numberOrNull = (text: string | null): string | null =>
  text === null ? null : identifierText(cellText(text)) || null
const readOrNull = (text: string | null): string | null => (text === null ? null : cellText(text) || null)

function amountE4(text: string): bigint {
  const amount = parseE4(text)
  invariant(amount !== null, 'an amount that the contract let pass')
  return amount
}

export const recordOf = (fields: AccountFields): PortfolioRecord => ({
  kind: 'portfolio',
  source: NO_PLACE,
  code: read(fields.code),
  name: read(fields.name),
  strategy: fields.strategy,
  launchDate: fields.launchDate,
  initialAssetsE4: amountE4(fields.initialAssets),
  initialSharesE4: amountE4(fields.initialShares),
  benchmark: readOrNull(fields.benchmark),
  manager: readOrNull(fields.manager),
  valuationLag: fields.valuationLag,
  navDecimals: fields.navDecimals,
  o32FundNo: numberOrNull(fields.o32FundNo),
  faLedgerNo: numberOrNull(fields.faLedgerNo),
  faName: readOrNull(fields.faName),
})

export const contactRecordOf = (code: string, fields: ContactFields): ContactRecord => ({
  kind: 'contact',
  source: NO_PLACE,
  portfolio: { by: 'code', value: code },
  name: read(fields.name),
  company: readOrNull(fields.company),
  mobile: readOrNull(fields.mobile),
  telephone: readOrNull(fields.telephone),
  email: readOrNull(fields.email),
  address: readOrNull(fields.address),
})

/** Money or shares with no more zeros than cents need: "1000.00", "1000.5025". */
export const amountText = (valueE4: bigint): string =>
  formatScaled(valueE4, MONEY_SCALE, valueE4 % 100n === 0n ? 2 : MONEY_SCALE)

/** The fields of a row, as they are read and sent again. */
export const fieldsOf = (row: PortfolioTable): AccountFields => ({
  code: row.code,
  name: row.name,
  // Written by our own import, which knows no other word.
  strategy: row.strategy as Strategy,
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
