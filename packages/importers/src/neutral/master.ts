/** Neutral kinds that describe: portfolios, funds, clients, contacts, and what clients are given to read. */
import {
  type IdType,
  isIdNumber,
  isPhone,
  maskIdNumber,
  maskPhone,
  normalIdNumber,
  normalPhone,
} from '@sma/contract/identity'
import { isPortfolioCode } from '@sma/contract/portfolio-code'
import { needsClass } from '@sma/finance/checks/balance'
import type { FundClass } from '@sma/finance/facts'
import { cellText, dateOf } from '../bytes/cells'
import type { PortfolioRecord } from '../records'
import type { Row } from '../row'
import type { FieldOf } from './columns'
import { type Builder, neutralReader } from './read'
import { choice, identifierText, needChoice, needInstant, needPortfolioCode } from './values'
import { ACCOUNT_CLASS_WORDS, CLASS_WORDS, ID_WORDS, PUBLICATION_WORDS, STATE_WORDS, STRATEGY_WORDS } from './words'

const portfolios: Builder<'portfolios'> = {
  kind: 'portfolios',
  column: 'portfolio_code',
  key: (record) => (record.kind === 'portfolio' ? record.code : null),
  build: (row) => ({
    kind: 'portfolio',
    source: row.source,
    code: needPortfolioCode(row),
    name: row.needText('portfolio_name'),
    strategy: needChoice(row, 'strategy', { words: STRATEGY_WORDS, placeholder: 'cash' }),
    launchDate: row.needDay('launch_date'),
    initialAssetsE4: row.needPositiveMoney('initial_assets'),
    initialSharesE4: row.needPositiveMoney('initial_shares'),
    benchmark: row.text('benchmark'),
    manager: row.text('manager'),
    valuationLag: row.count('valuation_lag', { from: 0, to: 30 }),
    navDecimals: row.count('nav_decimals', { from: 2, to: 8 }),
    o32FundNo: numberText(row, 'o32_fund_no'),
    faLedgerNo: numberText(row, 'fa_ledger_no'),
    faName: row.text('fa_name'),
    ...accountState(row),
  }),
}

type PortfolioColumns = Row<FieldOf<'portfolios'>>

/** What the row says of the account's state, with the dates that belong to it and no others. */
function accountState(row: PortfolioColumns): Pick<PortfolioRecord, 'state' | 'liquidationFrom' | 'closedOn'> {
  const state = choice(row, 'state', STATE_WORDS)
  const liquidationFrom = row.day('liquidation_from')
  const closedOn = row.day('closed_on')
  const isUnread = state === null && row.label('state') !== ''
  if (isUnread) return { state, liquidationFrom: null, closedOn: null }
  if (state === 'in-liquidation') needDate(row, 'liquidation_from')
  else if (state !== 'closed') refuseDate(row, 'liquidation_from', 'state = in-liquidation | closed')
  if (state === 'closed') needDate(row, 'closed_on')
  else refuseDate(row, 'closed_on', 'state = closed')
  const launch = dateOf(row.cell('launch_date'))
  refuseBefore(row, 'liquidation_from', launch)
  refuseBefore(row, 'closed_on', liquidationFrom ?? launch)
  return { state, liquidationFrom, closedOn }
}

type StateDate = 'liquidation_from' | 'closed_on'

/** One that is there and cannot be read is refused already. */
function needDate(row: PortfolioColumns, field: StateDate): void {
  if (row.label(field) === '') row.refuse('value-missing', field, { found: '', expected: 'YYYY-MM-DD' })
}

function refuseDate(row: PortfolioColumns, field: StateDate, expected: string): void {
  if (row.label(field) !== '') row.refuse('value-invalid', field, { expected })
}

function refuseBefore(row: PortfolioColumns, field: StateDate, first: string | null): void {
  const date = dateOf(row.cell(field))
  if (date !== null && first !== null && date < first) row.refuse('value-invalid', field, { expected: `≥ ${first}` })
}

function numberText(row: Row<FieldOf<'portfolios'>>, field: 'o32_fund_no' | 'fa_ledger_no'): string | null {
  const text = row.text(field, 32)
  return text === null ? null : identifierText(text)
}

const funds: Builder<'funds'> = {
  kind: 'funds',
  column: 'fund_code',
  key: (record) => (record.kind === 'fund' ? `${record.code} ${record.classFrom ?? ''}` : null),
  build: (row) => ({
    kind: 'fund',
    source: row.source,
    code: row.needFundCode('fund_code'),
    name: row.needText('fund_name'),
    ...shortName(row),
    assetClass: needChoice<FieldOf<'funds'>, FundClass>(row, 'asset_class', {
      words: CLASS_WORDS,
      placeholder: 'money',
    }),
    classFrom: row.day('class_from'),
    fundKind: row.text('kind', 60),
    priceLag: row.count('price_lag', { from: 0, to: 60 }),
  }),
}

function shortName(row: Row<FieldOf<'funds'>>): { shortName?: string } {
  const shortName = row.text('short_name', 60)
  return shortName === null ? {} : { shortName }
}

const accounts: Builder<'accounts'> = {
  kind: 'accounts',
  column: 'account_code',
  key: (record) => (record.kind === 'account-class' ? `${record.portfolio?.value ?? ''} ${record.accountCode}` : null),
  build: (row) => ({
    kind: 'account-class',
    source: row.source,
    portfolio: row.label('portfolio_code') === '' ? null : { by: 'code', value: needPortfolioCode(row) },
    accountCode: needAccountCode(row),
    assetClass: needChoice(row, 'asset_class', { words: ACCOUNT_CLASS_WORDS, placeholder: 'cash' }),
  }),
}

/** A level-1 account that has no class of itself: of funds the class is set on the fund, and cash is cash (R-CLS-1). */
function needAccountCode(row: Row<FieldOf<'accounts'>>): string {
  const code = identifierText(row.needText('account_code'))
  if (!row.refused && !(/^[13]\d{3}$/.test(code) && needsClass(code)))
    row.refuse('value-invalid', 'account_code', { expected: '1102' })
  return code
}

const clients: Builder<'clients'> = {
  kind: 'clients',
  column: 'client_no',
  key: (record) => (record.kind === 'client' ? record.clientNo : null),
  build: (row) => {
    const idType = choice(row, 'id_type', ID_WORDS) ?? 'id-card'
    return {
      kind: 'client',
      source: row.source,
      clientNo: row.needText('client_no', 64),
      name: row.needText('client_name', 100),
      idType,
      idNumber: needIdNumber(row, idType),
      phone: needPhone(row),
      portfolioCodes: needPortfolioCodes(row),
    }
  },
}

/** Problems are kept and shown: they carry the number masked. */
function needIdNumber(row: Row<FieldOf<'clients'>>, type: IdType): string {
  const number = normalIdNumber(cellText(row.cell('id_number')))
  if (number === '') row.refuse('value-missing', 'id_number', { found: '' })
  else if (!isIdNumber(type, number)) {
    row.refuse('id-number-invalid', 'id_number', { found: maskIdNumber(number).slice(0, 40), expected: type })
  }
  return number
}

function needPhone(row: Row<FieldOf<'clients'>>): string {
  const phone = normalPhone(cellText(row.cell('phone')))
  if (phone === '') row.refuse('value-missing', 'phone', { found: '' })
  else if (!isPhone(phone)) row.refuse('phone-invalid', 'phone', { found: maskPhone(phone).slice(0, 40) })
  return phone
}

function needPortfolioCodes(row: Row<FieldOf<'clients'>>): string[] {
  const text = cellText(row.cell('portfolio_codes'))
  const codes = text.split(';').map((code) => code.trim())
  const filled = [...new Set(codes.filter((code) => code !== ''))]
  if (filled.length === 0) row.refuse('value-missing', 'portfolio_codes', { found: '' })
  else if (!filled.every(isPortfolioCode)) row.refuse('value-invalid', 'portfolio_codes', { expected: 'SMA001;SMA002' })
  return filled
}

const contacts: Builder<'contacts'> = {
  kind: 'contacts',
  column: 'portfolio_code',
  key: (record) => (record.kind === 'contact' ? record.portfolio.value : null),
  build: (row) => ({
    kind: 'contact',
    source: row.source,
    portfolio: { by: 'code', value: needPortfolioCode(row) },
    name: row.needText('name', 100),
    company: row.text('company'),
    mobile: row.text('mobile', 40),
    telephone: row.text('telephone', 40),
    email: row.text('email'),
    address: row.text('address'),
  }),
}

const MAX_PATH = 300

const documents: Builder<'documents'> = {
  kind: 'documents',
  column: 'title',
  key: (record) =>
    record.kind === 'publication'
      ? JSON.stringify([record.publicationKind, record.portfolio, record.title, record.publishedAt])
      : null,
  build: (row) => ({
    kind: 'publication',
    source: row.source,
    publicationKind: needChoice(row, 'kind', { words: PUBLICATION_WORDS, placeholder: 'announcement' }),
    portfolio: row.label('portfolio_code') === '' ? null : { by: 'code', value: needPortfolioCode(row) },
    title: row.needVerbatim('title'),
    category: row.verbatim('category', 40),
    publishedAt: needInstant(row, 'published_at'),
    file: row.verbatim('file', MAX_PATH)?.replaceAll('\\', '/') ?? null,
  }),
}

export const masterReaders = [
  neutralReader(portfolios),
  neutralReader(funds),
  neutralReader(accounts),
  neutralReader(clients),
  neutralReader(contacts),
  neutralReader(documents),
]
