/**
 * Every column of the database: its class (JR/T 0171), how it is stored, who is shown it, how long it stays, and what becomes of
 * it when its client is erased. A test fails on a column that is missing here; `sma keys rotate` seals anew what is said to be
 * sealed, the server and `sma retention` remove what is past its time, `sma client` exports and erases by it (docs/security.md).
 */
import type { Schema } from './schema'

interface Kind {
  /** C3 lets somebody in, C2 is about a person or their money, C1 is the house's own. */
  class: 'C1' | 'C2' | 'C3'
  storage: 'plain' | 'sealed' | 'keyed hash' | 'hash' | 'argon2id'
  /** To whom, and behind which mask. */
  shown: string
}

export const KINDS = {
  plain: { class: 'C1', storage: 'plain', shown: 'to whoever may see the row' },
  // Numbers and ids that tell who somebody is only together with the sealed row of the client.
  pseudonym: { class: 'C1', storage: 'plain', shown: 'to staff and the client' },
  figures: { class: 'C2', storage: 'plain', shown: 'to the client, delegates and staff of the account' },
  // Words of staff and names of files: asked for without personal data, but nothing can hold people to it.
  words: {
    class: 'C2',
    storage: 'plain',
    shown: 'to staff; reasons of a published day, and what is published, to clients',
  },
  // Of the client's contact at the house, a business card.
  card: { class: 'C1', storage: 'plain', shown: 'to the client' },
  address: { class: 'C2', storage: 'plain', shown: 'to the person, auditors and administrators' },
  sealedName: { class: 'C2', storage: 'sealed', shown: 'to the client; to staff 张*, whole with a reason' },
  sealedId: { class: 'C2', storage: 'sealed', shown: 'to staff 1****************4, whole with a reason' },
  sealedPhone: { class: 'C2', storage: 'sealed', shown: 'to staff 138****1234, whole with a reason' },
  // Whatever a client's own data was: name, numbers, an account.
  sealedBefore: { class: 'C2', storage: 'sealed', shown: 'to staff, masked like the value in force' },
  sealedWords: { class: 'C2', storage: 'sealed', shown: 'to the client, delegates, and who answers for the account' },
  sealedMessage: { class: 'C3', storage: 'sealed', shown: 'nowhere; sent to the phone' },
  sealedRequest: { class: 'C2', storage: 'sealed', shown: 'to who decides; ID number and phone masked' },
  sealedSecret: { class: 'C3', storage: 'sealed', shown: 'to the person, while it is set up' },
  // A public key lets nobody in, but whoever could put another in its place would be let in: sealed, it cannot be changed or moved.
  sealedPasskey: { class: 'C3', storage: 'sealed', shown: 'nowhere; its id to the client’s browser that adds another' },
  lookup: { class: 'C2', storage: 'keyed hash', shown: 'nowhere' },
  code: { class: 'C3', storage: 'keyed hash', shown: 'nowhere' },
  token: { class: 'C3', storage: 'hash', shown: 'nowhere' },
  password: { class: 'C3', storage: 'argon2id', shown: 'nowhere' },
} as const satisfies Record<string, Kind>

type KindName = keyof typeof KINDS

/** Rows go so many days after the instant in a column; with `blank` only that column does. Days of 24 hours. */
export interface Expiry {
  days: number
  after: string
  /** Only where this column is null. */
  unless?: string
  blank?: string
}

/** How a row belongs to a client, and what an erasure does with it. */
interface OfClient {
  by: 'id' | 'client_id' | 'delegate_id' | 'macs'
  erasure: 'removed' | 'blanked' | 'ended' | 'stays'
}

/** How long the rows stay (words: for good, or until use removes them), and the columns of each kind. */
interface Table {
  kept: string | Expiry
  kinds: Partial<Record<KindName, string>>
  ofClient: OfClient | null
}

const table = (kept: Table['kept'], kinds: Table['kinds'], ofClient: OfClient | null = null): Table => ({
  kept,
  kinds,
  ofClient,
})

const REMOVED: OfClient = { by: 'client_id', erasure: 'removed' }
const REMOVED_BY_MACS: OfClient = { by: 'macs', erasure: 'removed' }

const FOR_GOOD = 'for good: what clients were shown, and from what'
const STAFF = 'for good: the audit log names them'
const WHERE_FROM = 'known_since source_file_id'

/** A new second factor is bound like the one that it becomes. */
const PLACES: Record<string, string> = { totp_pending_enc: 'totp_secret' }

export const TABLES: Record<keyof Schema, Table> = {
  portfolio: table(FOR_GOOD, {
    plain: `id code name strategy launch_date benchmark manager valuation_lag nav_decimals o32_fund_no fa_ledger_no fa_name state liquidation_from closed_on revision ${WHERE_FROM}`,
    figures: 'initial_assets_e4 initial_shares_e4',
  }),
  portfolio_contact: table('until the next contacts file; what it said before: for good', {
    plain: `portfolio_id ${WHERE_FROM}`,
    card: 'name company mobile telephone email address',
  }),
  portfolio_alias: table('until it is taken back; what it was: for good', {
    plain: 'id portfolio_id kind value valid_from valid_to set_by set_at',
  }),
  benchmark_set: table(FOR_GOOD, {
    plain: 'id portfolio_id valid_from components set_by set_at removed_by removed_at',
  }),
  benchmark_value: table(FOR_GOOD, { plain: `portfolio_id date value_e8 ${WHERE_FROM}` }),
  fund: table(FOR_GOOD, { plain: `code name short_name asset_class kind price_lag ${WHERE_FROM}` }),
  fund_class: table(FOR_GOOD, { plain: `fund_code class_from asset_class ${WHERE_FROM}` }),
  fund_alias: table(FOR_GOOD, { plain: 'fund_code name first_seen_at source_file_id' }),
  fund_nav: table(FOR_GOOD, {
    plain: `fund_code date unit_nav_e8 accumulated_nav_e8 dividend_e8 source_row ${WHERE_FROM}`,
  }),
  account_class: table(FOR_GOOD, { plain: 'account_code asset_class set_by set_at source_file_id' }),
  own_account_class: table(FOR_GOOD, { plain: 'portfolio_id account_code asset_class set_by set_at source_file_id' }),
  calendar_day: table(FOR_GOOD, { plain: `date is_trading_day ${WHERE_FROM}` }),
  client: table(
    'until sma client erase, which keeps the number',
    {
      pseudonym: 'id client_no id_type created_at suspended_at erased_at signed_in_at',
      sealedName: 'name_enc',
      sealedId: 'id_number_enc',
      sealedPhone: 'phone_enc',
      lookup: 'id_number_mac phone_mac name_mac id_number_tail_mac phone_tail_mac',
    },
    { by: 'id', erasure: 'blanked' },
  ),
  client_portfolio: table(
    'for good: whose account it was',
    { pseudonym: 'client_id portfolio_id starts_at ends_at set_by' },
    { by: 'client_id', erasure: 'stays' },
  ),
  client_change: table(
    'as long as the client',
    {
      pseudonym: 'id client_id field changed_at changed_by source_file_id',
      sealedBefore: 'old_value_enc new_value_enc',
    },
    REMOVED,
  ),
  master_change: table(FOR_GOOD, {
    plain: 'id subject subject_id date field old_value new_value changed_at changed_by source_file_id',
    words: 'reason',
  }),
  source_file: table(FOR_GOOD, {
    plain: 'id sha256 size kind status received_at received_by report',
    words: 'name',
  }),
  day_evidence: table(FOR_GOOD, {
    plain: 'portfolio_id date kind origin payload_hash source_file_id received_at',
    figures: 'payload',
  }),
  valuation: table(FOR_GOOD, {
    plain:
      'portfolio_id date version state holdings_known figures_hash source_file_id stamp created_at created_by approved_at approved_by ' +
      'published_at published_by withdrawal_asked_at withdrawal_asked_by withdrawn_at withdrawn_by',
    figures:
      'total_assets_e4 total_liabilities_e4 net_assets_e4 shares_e4 unit_nav_e8 accumulated_nav_e8 management_payable_e4 ' +
      'custodian_payable_e4 audit_payable_e4 performance_payable_e4 dividend_receivable_e4 classed_accounts',
    words: 'reason withdrawal_reason',
  }),
  valuation_source: table(FOR_GOOD, { plain: 'portfolio_id date version tables' }),
  published_day: table(FOR_GOOD, { plain: 'portfolio_id date version' }),
  holding: table(FOR_GOOD, {
    plain: 'portfolio_id date version fund_code price_date source_row',
    figures:
      'shares_e4 unit_nav_e8 market_value_e4 source_cost_e4 source_profit_e4 o32_cost_e4 o32_profit_e4 o32_market_value_e4 ' +
      'dividend_receivable_e4',
  }),
  fund_transaction: table(FOR_GOOD, {
    plain:
      'id portfolio_id date place version state waits_for origin position fund_code operation source_file_id source_row ' +
      'source_sheet published_at superseded_at',
    figures: 'amount_e4 shares_e4 price_e8 fee_e4',
  }),
  client_flow: table(FOR_GOOD, {
    plain:
      'id portfolio_id date place version state waits_for origin kind source_file_id source_row source_sheet published_at ' +
      'superseded_at',
    figures: 'amount_e4 shares_e4 unit_nav_e8 fee_e4',
  }),
  fee_accrual: table(FOR_GOOD, {
    plain: 'portfolio_id date version state waits_for source_file_id source_row published_at superseded_at',
    figures: 'management_e4 custodian_e4 audit_e4 performance_e4 other_e4',
  }),
  client_session: table(
    { days: 0, after: 'expires_at' },
    { token: 'token_hash', pseudonym: 'id client_id device_id device_name created_at seen_at expires_at' },
    REMOVED,
  ),
  sign_in_challenge: table(
    { days: 1, after: 'expires_at' },
    {
      plain: 'id tries created_at expires_at ended_at',
      pseudonym: 'device_id',
      token: 'browser_hash',
      lookup: 'id_number_mac phone_mac',
      code: 'code_mac',
    },
    REMOVED_BY_MACS,
  ),
  // Removed once sent.
  code_message: table(
    { days: 2, after: 'created_at' },
    {
      plain: 'id kind created_at claimed_at',
      pseudonym: 'device_id',
      lookup: 'id_number_mac phone_mac',
      sealedMessage: 'message_enc',
    },
    REMOVED_BY_MACS,
  ),
  // A limit looks back a day at most.
  limit_event: table({ days: 2, after: 'at' }, { lookup: 'subject_mac', plain: 'slot at' }),
  sso_ticket: table({ days: 1, after: 'expires_at' }, { token: 'id', plain: 'expires_at' }),
  sso_pending: table(
    { days: 1, after: 'expires_at' },
    { token: 'token_hash', pseudonym: 'client_id expires_at' },
    REMOVED,
  ),
  sms_sender: table('the newest state', { plain: 'name failing_since last_error failed_at' }),
  client_device: table(
    { days: 180, after: 'seen_at' },
    { token: 'token_hash', pseudonym: 'id client_id created_at seen_at' },
    REMOVED,
  ),
  client_passkey: table(
    'until it is removed, or phone or ID number change',
    {
      pseudonym: 'id client_id slot sign_count device_name created_at used_at',
      lookup: 'credential_mac',
      sealedPasskey: 'credential_id_enc public_key_enc',
    },
    REMOVED,
  ),
  used_passkey_challenge: table({ days: 0, after: 'expires_at' }, { token: 'token_hash', plain: 'expires_at' }),
  client_notice: table({ days: 1096, after: 'at' }, { pseudonym: 'client_id id kind device_name at' }, REMOVED),
  // One whose first code never came goes after a day.
  client_second_factor: table(
    { days: 1, after: 'begun_at', unless: 'set_at' },
    { pseudonym: 'id client_id begun_at set_at last_step', sealedSecret: 'secret_enc' },
    REMOVED,
  ),
  client_recovery_code: table('until it is used', { pseudonym: 'client_id', code: 'code_mac' }, REMOVED),
  client_consent: table(
    'for good: proof of consent',
    { pseudonym: 'client_id kind version text_sha256 at' },
    { by: 'client_id', erasure: 'stays' },
  ),
  sign_in_streak: table(
    { days: 180, after: 'failed_at', unless: 'stopped_at' },
    { lookup: 'subject_mac id_number_mac phone_mac', plain: 'failures failed_at stopped_at' },
    REMOVED_BY_MACS,
  ),
  house_count: table({ days: 2, after: 'since' }, { plain: 'name since events audited_at' }),
  used_puzzle: table({ days: 0, after: 'expires_at' }, { plain: 'id expires_at' }),
  import_job: table(FOR_GOOD, {
    plain: 'id state origin created_by created_at started_at finished_at steps_done steps_total attempts failure',
    words: 'reason',
  }),
  import_job_file: table(FOR_GOOD, { plain: 'job_id position sha256 size source_file_id status', words: 'name' }),
  work_lease: table('the newest holder', { plain: 'name holder until' }),
  staff: table(STAFF, {
    plain: 'id login must_change password_expires_at state created_at signed_in_at totp_last_step totp_set_at',
    password: 'password_hash',
    sealedSecret: 'totp_secret_enc totp_pending_enc',
  }),
  staff_role: table(STAFF, { plain: 'staff_id role' }),
  staff_session: table(
    { days: 0, after: 'expires_at' },
    {
      token: 'token_hash',
      plain: 'staff_id created_at seen_at expires_at',
      address: 'address browser',
    },
  ),
  staff_recovery_code: table('until it is used', { plain: 'staff_id', code: 'code_mac' }),
  // Removed once used.
  staff_invitation: table({ days: 0, after: 'expires_at' }, { token: 'token_hash', plain: 'staff_id expires_at' }),
  // The sealed column is emptied once decided, or when nobody may decide any more.
  staff_request: table(
    { days: 7, after: 'asked_at', blank: 'payload_enc' },
    {
      plain: 'id kind asked_by asked_at state decided_by decided_at',
      sealedRequest: 'payload_enc',
    },
  ),
  adviser_portfolio: table('until it is taken back', { plain: 'staff_id portfolio_id' }),
  delegation: table(
    'for good: who could see an account',
    { pseudonym: 'id delegate_id portfolio_id granted_by confirmed_by created_at ends_at' },
    { by: 'delegate_id', erasure: 'ended' },
  ),
  client_view: table(
    { days: 0, after: 'expires_at' },
    { token: 'token_hash', pseudonym: 'staff_id client_id scope expires_at' },
    REMOVED,
  ),
  finding: table(FOR_GOOD, {
    plain:
      'id portfolio_id date origin check_id subject severity source_row source_file_id state owner decided_by decided_at ' +
      'first_seen last_seen',
    figures: 'found expected',
    words: 'note',
  }),
  finding_event: table(FOR_GOOD, { plain: 'id finding_id at kind by', words: 'note' }),
  day_recheck: table('until the day is checked', { plain: 'portfolio_id date source_file_id' }),
  portfolio_tolerance: table('until it is set anew', { plain: 'portfolio_id name value_e8 set_by set_at' }),
  publication: table(FOR_GOOD, {
    plain:
      'id kind published_at state audience strategy version cover_id source_key created_at created_by changed_at ' +
      'changed_by report_kind report_period',
    words: 'title category summary body withdrawal_reason',
  }),
  publication_portfolio: table(FOR_GOOD, {
    plain: 'publication_id portfolio_id report_kind report_period covers_from',
  }),
  publication_receipt: table(
    'for good: proof of what was disclosed',
    { pseudonym: 'publication_id client_id version opened_at' },
    { by: 'client_id', erasure: 'stays' },
  ),
  publication_content: table(FOR_GOOD, { plain: 'publication_id number noted_at noted_by', words: 'content' }),
  document_receipt: table(
    'for good: proof of what was disclosed',
    { pseudonym: 'document_id client_id opened_at' },
    { by: 'client_id', erasure: 'stays' },
  ),
  document: table(FOR_GOOD, {
    plain: 'id publication_id role position sha256 size media_type added_at added_by',
    words: 'file_name',
  }),
  page_version: table('for good: what clients agreed to', {
    plain: 'name number version title_zh html_zh title_en html_en updated_at updated_by',
  }),
  brand_version: table('for good: what clients were shown', {
    plain: 'number content restored_from changed_at changed_by',
  }),
  setting_version: table('for good: who set what', {
    plain: 'name number value changed_at changed_by confirmed_by',
  }),
  news_feed: table('until it is removed', {
    plain: 'id url source category is_active etag last_modified polled_at failing_since last_error',
  }),
  news_item: table('for good', {
    plain: 'id identity category published_at title source url extract feed_id source_file_id',
  }),
  message: table(
    'as long as the client',
    {
      pseudonym: 'id portfolio_id client_id sent_at send_key state due_at handed_to',
      sealedWords: 'text_enc',
    },
    REMOVED,
  ),
  message_reply: table('as long as the message', {
    pseudonym: 'id message_id staff_id replied_at send_key',
    sealedWords: 'text_enc',
  }),
  message_seen: table('as long as the client', { pseudonym: 'client_id portfolio_id seen_until' }, REMOVED),
  reply_template: table('until it is removed', { plain: 'id title added_by added_at', words: 'text' }),
  outlook: table('for good: what clients were shown', {
    plain: 'id portfolio_id date version written_by written_at',
    words: 'text',
  }),
  disclosure_rule: table('until it is set anew', {
    plain: 'id portfolio_id daily monthly quarterly annual since set_at set_by',
  }),
  disclosure_event: table(FOR_GOOD, {
    plain: 'portfolio_id happened_on due_on entered_at entered_by',
    words: 'title',
  }),
  disclosure_mark: table(FOR_GOOD, {
    plain: 'portfolio_id kind period marked_at marked_by',
    words: 'note',
  }),
  audit_event: table('for good, each chained to the one before', {
    pseudonym: 'seq id at actor_kind actor_id action object_kind object_id portfolio_id prev_mac mac',
    address: 'address',
    words: 'detail',
  }),
  audit_head: table('the newest', { plain: 'id seq mac' }),
}

/** The columns of a table, each with its kind. */
export const columnsOf = (name: keyof Schema): { column: string; kind: KindName }[] =>
  (Object.entries(TABLES[name].kinds) as [KindName, string][]).flatMap(([kind, columns]) =>
    columns.split(' ').map((column) => ({ column, kind })),
  )

/** Where sealed values stand. `place` is what the value was bound to: the column without its `_enc`, or what it will become. */
export interface SealedColumn {
  table: keyof Schema
  column: string
  place: string
}

export const SEALED_COLUMNS: readonly SealedColumn[] = (Object.keys(TABLES) as (keyof Schema)[]).flatMap((name) =>
  columnsOf(name)
    .filter(({ kind }) => KINDS[kind].storage === 'sealed')
    .map(({ column }) => ({ table: name, column, place: PLACES[column] ?? column.replace(/_enc$/, '') })),
)

/** The tables whose rows go by themselves. */
export const EXPIRIES: readonly (Expiry & { table: keyof Schema })[] = (
  Object.keys(TABLES) as (keyof Schema)[]
).flatMap((name) => {
  const { kept } = TABLES[name]
  return typeof kept === 'string' ? [] : [{ table: name, ...kept }]
})

/** The tables whose rows belong to a client. */
export const CLIENT_TABLES: readonly (OfClient & { table: keyof Schema })[] = (
  Object.keys(TABLES) as (keyof Schema)[]
).flatMap((name) => {
  const { ofClient } = TABLES[name]
  return ofClient === null ? [] : [{ table: name, ...ofClient }]
})
