/** All endpoints with their schemas, and the types the web calls with (`import type` only: see endpoints.ts). */
import type { z } from 'zod'
import { endClientView, listAccesses, listDelegates } from './access'
import * as auth from './auth'
import { readBrand } from './brand'
import { giveConsent, readTexts } from './consent'
import { readContact } from './contact'
import type { EndpointName } from './endpoints'
import { exportTable } from './exports'
import { readFund } from './funds'
import { readHoldings } from './holdings'
import * as publications from './publications'
import * as passkeys from './passkeys'
import { readPage } from './pages'
import * as messages from './messages'
import { listNews } from './news'
import { readOnePage, readOnePagePdf } from './one-page'
import { readDrawdown, readFees, readNav, readPeriods, readRebalancing, readStages } from './performance'
import { listPortfolios, readCalendar, readPortfolio } from './portfolios'
import { exportAuditEvents, listAuditEvents } from './staff-audit'
import * as secondFactor from './second-factor'
import * as staffAuth from './staff-auth'
import * as staffAccess from './staff-access'
import * as staffClients from './staff-clients'
import * as staffAccounts from './staff-accounts'
import { readBoard, readNotes } from './staff-board'
import * as staffBrand from './staff-brand'
import * as staffDisclosure from './staff-disclosure'
import type { StaffEndpointName } from './staff-endpoints'
import { listFiles, listImportJobs, readFile, readFileContent, readImportJob, uploadFiles } from './staff-files'
import * as staffFeeds from './staff-feeds'
import * as staffFundNavs from './staff-fund-navs'
import * as staffFundPrices from './staff-fund-prices'
import * as staffFunds from './staff-funds'
import * as staffGate from './staff-gate'
import * as staffGuide from './staff-guide'
import * as staffMessages from './staff-messages'
import * as staffOutlooks from './staff-outlooks'
import * as staffPasskeys from './staff-passkeys'
import * as staffPeople from './staff-people'
import * as staffPublications from './staff-publications'
import * as staffReads from './staff-reads'
import * as staffSettings from './staff-settings'
import { readTrail } from './staff-trail'
import * as staffSignIn from './staff-sign-in'
import { listTransactions } from './transactions'

/** Clients' and staff's. */
export type AnyEndpointName = EndpointName | StaffEndpointName

export const api = {
  ...auth,
  ...passkeys,
  ...secondFactor,
  listPortfolios,
  readPortfolio,
  readCalendar,
  readHoldings,
  readFund,
  exportTable,
  listTransactions,
  readPeriods,
  readStages,
  readNav,
  readFees,
  listNews,
  listMessages: messages.listMessages,
  sendMessage: messages.sendMessage,
  markMessagesSeen: messages.markMessagesSeen,
  streamMessages: messages.streamMessages,
  readContact,
  readDrawdown,
  readRebalancing,
  readOnePage,
  readOnePagePdf,
  readBrand,
  readTexts,
  giveConsent,
  listAnnouncements: publications.listAnnouncements,
  listArticles: publications.listArticles,
  readPublication: publications.readPublication,
  readDocument: publications.readDocument,
  readPage,
  endClientView,
  listDelegates,
  listAccesses,
  ...staffAuth,
  ...staffPeople,
  ...staffPasskeys,
  ...staffAccess,
  searchClients: staffClients.searchClients,
  exportClients: staffClients.exportClients,
  compareClients: staffClients.compareClients,
  importClients: staffClients.importClients,
  readClient: staffClients.readClient,
  readClientHistory: staffClients.readClientHistory,
  addClient: staffClients.addClient,
  renameClient: staffClients.renameClient,
  setClientAccount: staffClients.setClientAccount,
  endClientAccount: staffClients.endClientAccount,
  listAuditEvents,
  exportAuditEvents,
  readBoard,
  readNotes,
  ...staffGuide,
  ...staffBrand,
  ...staffSettings,
  listFiles,
  uploadFiles,
  readFile,
  readFileContent,
  listImportJobs,
  readImportJob,
  listPublications: staffPublications.listPublications,
  addPublication: staffPublications.addPublication,
  releasePublications: staffPublications.releasePublications,
  uploadReports: staffPublications.uploadReports,
  readStaffPublication: staffPublications.readStaffPublication,
  readPublicationHistory: staffPublications.readPublicationHistory,
  arrangeFiles: staffPublications.arrangeFiles,
  exportReminders: staffPublications.exportReminders,
  changePublication: staffPublications.changePublication,
  attachFile: staffPublications.attachFile,
  detachFile: staffPublications.detachFile,
  withdrawPublication: staffPublications.withdrawPublication,
  readStaffDocument: staffPublications.readStaffDocument,
  listPages: staffPublications.listPages,
  changePage: staffPublications.changePage,
  ...staffDisclosure,
  ...staffReads,
  ...staffAccounts,
  ...staffFundNavs,
  ...staffFundPrices,
  ...staffFunds,
  ...staffGate,
  readTrail,
  ...staffOutlooks,
  ...staffSignIn,
  ...staffMessages,
  ...staffFeeds,
} as const satisfies Record<AnyEndpointName, unknown>

type Shape<E, K extends string> = K extends keyof E ? (E[K] extends z.ZodType ? z.input<E[K]> : undefined) : undefined
type Api = typeof api

export type Params<N extends AnyEndpointName> = Shape<Api[N], 'params'>
export type Query<N extends AnyEndpointName> = Shape<Api[N], 'query'>
export type Body<N extends AnyEndpointName> = Shape<Api[N], 'body'>
export type Reply<N extends AnyEndpointName> = z.output<Api[N]['reply']>
