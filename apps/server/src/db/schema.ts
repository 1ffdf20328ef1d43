import type { AuditEventTable, AuditHeadTable } from '../features/audit/audit.table'
import type {
  ClientDeviceTable,
  ClientNoticeTable,
  ClientSessionTable,
  CodeMessageTable,
  HouseCountTable,
  LimitEventTable,
  SignInChallengeTable,
  SignInStreakTable,
  SmsSenderTable,
  UsedPuzzleTable,
} from '../features/auth/auth.table'
import type { ClientChangeTable, ClientPortfolioTable, ClientTable } from '../features/clients/clients.table'
import type { BrandVersionTable } from '../features/brand/brand.table'
import type { ClientConsentTable } from '../features/consent/consent.table'
import type {
  DisclosureEventTable,
  DisclosureMarkTable,
  DisclosureRuleTable,
} from '../features/disclosure/disclosure.table'
import type {
  ClientFlowTable,
  DayRecheckTable,
  FeeAccrualTable,
  FundTransactionTable,
  HoldingTable,
  PublishedDayTable,
  ValuationSourceTable,
  ValuationTable,
} from '../features/days/days.table'
import type { FindingEventTable, FindingTable, PortfolioToleranceTable } from '../features/findings/findings.table'
import type {
  AccountClassTable,
  OwnAccountClassTable,
  CalendarDayTable,
  FundAliasTable,
  FundClassTable,
  FundNavTable,
  FundTable,
} from '../features/funds/funds.table'
import type { MasterChangeTable } from '../features/history/history.table'
import type { ImportJobFileTable, ImportJobTable, WorkLeaseTable } from '../features/imports/jobs.table'
import type { DayEvidenceTable, SourceFileTable } from '../features/imports/imports.table'
import type {
  MessageReplyTable,
  MessageSeenTable,
  MessageTable,
  ReplyTemplateTable,
} from '../features/messages/messages.table'
import type { NewsFeedTable, NewsItemTable } from '../features/news/news.table'
import type {
  BenchmarkSetTable,
  BenchmarkValueTable,
  PortfolioAliasTable,
  PortfolioContactTable,
  PortfolioTable,
} from '../features/portfolios/portfolios.table'
import type {
  DocumentReceiptTable,
  DocumentTable,
  PublicationContentTable,
  PublicationPortfolioTable,
  PublicationReceiptTable,
  PublicationTable,
} from '../features/publications/publications.table'
import type { ClientPasskeyTable, UsedPasskeyChallengeTable } from '../features/passkeys/passkeys.table'
import type { PageVersionTable } from '../features/pages/pages.table'
import type { OutlookTable } from '../features/one-page/outlooks.table'
import type { ClientRecoveryCodeTable, ClientSecondFactorTable } from '../features/second-factor/second-factor.table'
import type { SettingVersionTable } from '../features/settings/settings.table'
import type { SsoPendingTable, SsoTicketTable } from '../features/sso/sso.table'
import type { ClientViewTable, DelegationTable } from '../features/access/access.table'
import type { StaffRequestTable } from '../features/requests/requests.table'
import type {
  AdviserPortfolioTable,
  StaffInvitationTable,
  StaffRecoveryCodeTable,
  StaffRoleTable,
  StaffSessionTable,
  StaffTable,
} from '../features/staff/staff.table'
import type { Kysely } from 'kysely'

export interface Schema {
  portfolio: PortfolioTable
  portfolio_contact: PortfolioContactTable
  benchmark_set: BenchmarkSetTable
  benchmark_value: BenchmarkValueTable
  fund: FundTable
  fund_class: FundClassTable
  fund_alias: FundAliasTable
  account_class: AccountClassTable
  own_account_class: OwnAccountClassTable
  fund_nav: FundNavTable
  calendar_day: CalendarDayTable
  client: ClientTable
  client_portfolio: ClientPortfolioTable
  client_change: ClientChangeTable
  master_change: MasterChangeTable
  source_file: SourceFileTable
  day_evidence: DayEvidenceTable
  valuation: ValuationTable
  valuation_source: ValuationSourceTable
  published_day: PublishedDayTable
  holding: HoldingTable
  fund_transaction: FundTransactionTable
  client_flow: ClientFlowTable
  fee_accrual: FeeAccrualTable
  client_session: ClientSessionTable
  sign_in_challenge: SignInChallengeTable
  code_message: CodeMessageTable
  limit_event: LimitEventTable
  sso_ticket: SsoTicketTable
  sso_pending: SsoPendingTable
  sms_sender: SmsSenderTable
  client_device: ClientDeviceTable
  client_notice: ClientNoticeTable
  client_second_factor: ClientSecondFactorTable
  client_recovery_code: ClientRecoveryCodeTable
  client_consent: ClientConsentTable
  sign_in_streak: SignInStreakTable
  house_count: HouseCountTable
  used_puzzle: UsedPuzzleTable
  import_job: ImportJobTable
  import_job_file: ImportJobFileTable
  work_lease: WorkLeaseTable
  staff: StaffTable
  staff_role: StaffRoleTable
  staff_session: StaffSessionTable
  staff_recovery_code: StaffRecoveryCodeTable
  staff_invitation: StaffInvitationTable
  staff_request: StaffRequestTable
  adviser_portfolio: AdviserPortfolioTable
  delegation: DelegationTable
  client_view: ClientViewTable
  finding: FindingTable
  finding_event: FindingEventTable
  day_recheck: DayRecheckTable
  portfolio_tolerance: PortfolioToleranceTable
  portfolio_alias: PortfolioAliasTable
  publication: PublicationTable
  publication_content: PublicationContentTable
  publication_portfolio: PublicationPortfolioTable
  publication_receipt: PublicationReceiptTable
  document: DocumentTable
  document_receipt: DocumentReceiptTable
  page_version: PageVersionTable
  brand_version: BrandVersionTable
  setting_version: SettingVersionTable
  news_feed: NewsFeedTable
  news_item: NewsItemTable
  message: MessageTable
  message_reply: MessageReplyTable
  message_seen: MessageSeenTable
  reply_template: ReplyTemplateTable
  outlook: OutlookTable
  disclosure_rule: DisclosureRuleTable
  disclosure_event: DisclosureEventTable
  disclosure_mark: DisclosureMarkTable
  client_passkey: ClientPasskeyTable
  used_passkey_challenge: UsedPasskeyChallengeTable
  audit_event: AuditEventTable
  audit_head: AuditHeadTable
}

export type Db = Kysely<Schema>
