/** The whole server as one object: the only list of features. Nothing listens yet. */
import cookie from '@fastify/cookie'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Deps } from './deps'
import { accountDeskRoutes } from './features/account-desk/account-desk.routes'
import { accessRoutes, withViews } from './features/access/access.routes'
import { grantAct } from './features/access/delegations.service'
import { auditRoutes } from './features/audit/audit.routes'
import { accessOf, authRoutes } from './features/auth/auth.routes'
import { startableCodeWorker } from './features/auth/code-messages.service'
import { watchedSender } from './features/auth/sender-health.service'
import { boardRoutes } from './features/board/board.routes'
import { brandRoutes } from './features/brand/brand.routes'
import { openBrandDesk, type BrandDesk } from './features/brand/brand-desk.service'
import { readBrand, type HouseText } from './features/brand/brand.service'
import { consentRoutes } from './features/consent/consent.routes'
import { changeClientAct } from './features/clients/identity-change.service'
import { openConsentDesk } from './features/consent/consent.service'
import { keepBooks } from './features/days/book'
import { disclosureRoutes } from './features/disclosure/disclosure.routes'
import { docsRoutes } from './features/docs/docs.routes'
import { giveAccountAct } from './features/client-desk/client-edit.service'
import { clientDeskRoutes } from './features/client-desk/client-desk.routes'
import { fundDeskRoutes } from './features/fund-desk/fund-desk.routes'
import { exportRoutes } from './features/exports/exports.routes'
import { fundRoutes } from './features/funds/funds.routes'
import { gateRoutes } from './features/gate/gate.routes'
import { guideRoutes } from './features/guide/guide.routes'
import { healthRoutes } from './features/health/health.routes'
import { holdingRoutes } from './features/holdings/holdings.routes'
import { startableImportWorker } from './features/imports/import-worker'
import { addUploads, importRoutes } from './features/imports/imports.routes'
import { passkeyRoutes } from './features/passkeys/passkeys.routes'
import { arePasskeysOn } from './features/passkeys/passkeys-on'
import { pageRoutes } from './features/pages/pages.routes'
import { openPages } from './features/pages/pages.service'
import { messageRoutes } from './features/messages/messages.routes'
import { openStreams } from './features/messages/streams'
import { ticketRoutes } from './features/messages/tickets.routes'
import { startableFeedWorker } from './features/news/feed-worker'
import { newsRoutes } from './features/news/news.routes'
import { onePageRoutes } from './features/one-page/one-page.routes'
import { performanceRoutes } from './features/performance/performance.routes'
import { portfolioRoutes } from './features/portfolios/portfolios.routes'
import { publicationRoutes } from './features/publications/publications.routes'
import { trailRoutes } from './features/trail/trail.routes'
import { requestRoutes } from './features/requests/requests.routes'
import { secondFactorRoutes } from './features/second-factor/second-factor.routes'
import { resetSecondFactorAct } from './features/second-factor/second-factor-reset.service'
import { transactionRoutes } from './features/transactions/transactions.routes'
import { settingRoutes } from './features/settings/settings.routes'
import { changeSettingAct } from './features/settings/settings.service'
import { ssoRoutes } from './features/sso/sso.routes'
import { prepareHashing } from './features/staff/passwords'
import { staffActs } from './features/staff/people-changes.service'
import { staffAccessOf, staffRoutes } from './features/staff/staff.routes'
import { AppError } from './http/errors'
import { addGuards } from './http/guards'
import { addJsonBody, letGoBy } from './http/json-body'
import { keepReplies } from './http/kept-replies'
import { addLoadShedding, NO_DELAY, type DelayMeasure } from './http/load'
import { addMetrics } from './http/metrics'
import { addNotFound } from './http/not-found'
import { addWebApps, readWebApps } from './http/portal'
import { knownError, sendProblem } from './http/problem'
import { addRequestLog } from './http/request-log'
import type { SignedInClient } from './http/callers'
import { createRouter } from './http/router'
import { serverOptions } from './http/server-options'
import { openRedis } from './redis/redis'

/** Finished replies and opened books that are kept in memory. */
const KEPT_REPLY_BYTES = 16 * 1024 * 1024
const KEPT_BOOK_BYTES = 48 * 1024 * 1024

/** `measure`: how far the event loop lags; a server that listens measures it. */
export function buildApp(opened: Deps, measure: DelayMeasure = NO_DELAY): FastifyInstance {
  const { config, log } = opened
  const redis = config.redisUrl === null ? null : openRedis(config.redisUrl, log)
  const deps = { ...opened, redis }
  const app = Fastify(serverOptions(deps))
  const house = readBrand(config.brandFile)
  const brand = openBrandDesk(deps, house.brand)
  const webApps = readWebApps(config, async () => (await brand.now()).files)
  app.register(cookie)
  addGuards(app, config)
  addLoadShedding(app, config.load, measure)
  addNotFound(app, webApps)
  addRequestLog(app, deps)
  addJsonBody(app)
  addUploads(app)
  addErrors(app)
  addMetrics(app, { redis, config })
  addWebApps(app, webApps)
  addFeatures(app, deps, { brand, texts: house.texts })
  app.addHook('onReady', async () => redis?.start())
  app.addHook('onClose', async () => redis?.stop())
  return app
}

interface House {
  brand: BrandDesk
  /** What the brand file gives clients to agree to. */
  texts: HouseText[]
}

function addFeatures(app: FastifyInstance, deps: Deps, { brand, texts }: House): void {
  const staffAccess = staffAccessOf(deps)
  const pages = openPages(deps, texts)
  const consent = openConsentDesk(deps, pages.texts)
  const access = {
    ...withViews(deps, accessOf(deps)),
    isConsentDue: async ({ viewer, clientId }: SignedInClient) => viewer === undefined && consent.isDue(clientId),
    ...staffAccess,
  }
  const router = createRouter(app, {
    access,
    kept: keepReplies(KEPT_REPLY_BYTES),
    isConflict: (error) => deps.database.isConflict(error),
  })
  const books = keepBooks(deps.db, KEPT_BOOK_BYTES)
  const worker = startableCodeWorker(deps, watchedSender(deps))
  app.addHook('onListen', async () => worker.start())
  const imports = startableImportWorker(deps)
  app.addHook('onListen', prepareHashing)
  app.addHook('onListen', async () => imports.start())
  app.addHook('onClose', () => imports.stop())
  app.addHook('onClose', () => worker.stop())

  const feeds = startableFeedWorker(deps)
  app.addHook('onListen', async () => feeds.start())
  app.addHook('onClose', () => feeds.stop())
  const streams = openStreams(deps)
  app.addHook('preClose', async () => streams.close())

  const house = async () => (await brand.now()).brand.shortName
  authRoutes(router, deps, { worker, consent })
  passkeyRoutes(router, deps, { worker, house })
  secondFactorRoutes(router, { ...deps, house }, worker)
  consentRoutes(router, consent)
  ssoRoutes(app, router, deps)
  staffRoutes(router, deps)
  const acts = {
    ...staffActs(deps),
    'grant-delegate': grantAct(deps),
    'change-client': changeClientAct(deps),
    'give-account': giveAccountAct(deps),
    'change-setting': changeSettingAct(deps),
    'reset-second-factor': resetSecondFactorAct(deps),
  }
  requestRoutes(router, deps, acts)
  accessRoutes(router, deps, staffAccess)
  auditRoutes(router, deps)
  boardRoutes(router, deps, acts)
  guideRoutes(router, deps)
  settingRoutes(router, deps)
  gateRoutes(router, deps)
  clientDeskRoutes(router, deps)
  accountDeskRoutes(router, deps)
  fundDeskRoutes(router, deps)
  importRoutes(router, deps, imports)
  brandRoutes(router, brand, { texts: pages.texts, passkeys: () => arePasskeysOn(deps) })
  pageRoutes(router, pages)
  disclosureRoutes(router, deps)
  publicationRoutes(router, deps)
  portfolioRoutes(router, deps, books)
  holdingRoutes(router, books)
  fundRoutes(router, books)
  transactionRoutes(router, books)
  performanceRoutes(router, books)
  newsRoutes(router, deps, feeds)
  messageRoutes(router, { ...deps, house }, streams)
  ticketRoutes(router, deps, streams)
  onePageRoutes(router, deps, { books, brand })
  exportRoutes(router, deps, books)
  trailRoutes(router, deps, books)
  healthRoutes(app, deps)
  docsRoutes(app)
}

function addErrors(app: FastifyInstance): void {
  app.setErrorHandler(async (error: Error, request, reply) => {
    // A body that breaks off on its way is no mistake of ours, and its sender is gone.
    const known = request.raw.errored === error ? new AppError('request-invalid') : knownError(error)
    if (!known || known.code === 'storage-full')
      request.log.error({ err: error, route: request.routeOptions.url ?? null }, 'request failed')
    if (known?.code === 'body-too-large') await letGoBy(request.raw)
    return sendProblem(request, reply, known ?? new AppError('internal-error'))
  })
}
