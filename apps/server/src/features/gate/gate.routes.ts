import {
  approveWaitingDays,
  assignFindings,
  explainFindings,
  exportFindings,
  keepPublishedDay,
  listAccountDays,
  listFindingOwners,
  listFindings,
  listWaitingDays,
  publishApprovedDays,
  readDay,
  readDayDifferences,
  readTolerances,
  reopenFindings,
  setTolerance,
  withdrawPublishedDay,
} from '@sma/contract/staff-gate'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { Router } from '../../http/router'
import { staffActor as actorOf } from '../audit/audit.service'
import { ACCOUNT_DAYS_PAGE, accountDays } from './account-days.service'
import { readDayPage } from './day-page.service'
import * as decide from './finding-decisions.service'
import { findingsCsv } from './findings-export.service'
import { findingsPage } from './findings-page.service'
import { approveDays, keepDay, publishDays, withdrawDay } from './gate.service'
import { knownAccountDays, knownDayPage } from './known-days.service'
import { namedDecisions, portfolioIdsOf } from './named-days.service'
import { askedWithdrawals, previewDays } from './preview.service'
import { setTolerance as saveTolerance, tolerancesOf } from './tolerances.service'
import { readDifferences } from './version-differences.service'

export function gateRoutes(router: Router, deps: Deps): void {
  waitingRoutes(router, deps)
  dayRoutes(router, deps)
  findingRoutes(router, deps)
  toleranceRoutes(router, deps)
}

function waitingRoutes(router: Router, deps: Deps): void {
  router.route(listWaitingDays, async ({ query }) => {
    const portfolioIds = await portfolioIdsOf(deps, query.portfolio)
    const states = query.state && [query.state]
    const days = { portfolioIds, date: query.date }
    const { text, found, sort, offset, limit } = query
    return {
      ...(await previewDays(deps, { ...days, states, text, found }, { sort, offset, limit })),
      withdrawals: states ? [] : await askedWithdrawals(deps, days),
    }
  })
  router.route(approveWaitingDays, async ({ body, staff }) =>
    namedDecisions(deps, body.days, (choices) => approveDays(deps, actorOf(staff), choices)),
  )
  router.route(publishApprovedDays, async ({ body, staff }) =>
    namedDecisions(deps, body.days, (choices) => publishDays(deps, actorOf(staff), choices)),
  )
  router.route(withdrawPublishedDay, async ({ body, staff }) =>
    namedDecisions(deps, [body.day], async ([choice]) =>
      choice ? withdrawDay(deps, actorOf(staff), choice, body.reason) : [],
    ),
  )
  router.route(keepPublishedDay, async ({ body, staff }) =>
    namedDecisions(deps, [body.day], async ([choice]) => (choice ? keepDay(deps, actorOf(staff), choice) : [])),
  )
}

function dayRoutes(router: Router, deps: Deps): void {
  router.route(listAccountDays, async ({ portfolio, knownAt, query: { cursor, limit = ACCOUNT_DAYS_PAGE } }) => {
    if (knownAt !== null) return knownAccountDays(deps.db, { portfolioId: portfolio.id, knownAt }, { cursor, limit })
    const page = await accountDays(deps, portfolio.id, { cursor, limit })
    if (!page) throw new AppError('not-found')
    return page
  })
  router.route(readDay, async ({ portfolio, params, knownAt }) => {
    const day = { portfolioId: portfolio.id, date: params.date }
    const page = knownAt === null ? await readDayPage(deps, day) : await knownDayPage(deps.db, { ...day, knownAt })
    if (!page) throw new AppError('not-found')
    return page
  })
  router.route(readDayDifferences, async ({ portfolio, params, query, knownAt }) => {
    const day = { portfolioId: portfolio.id, date: params.date, knownAt, now: deps.clock.now().toISOString() }
    const differences = await readDifferences(deps.db, day, query)
    if (!differences) throw new AppError('not-found')
    return { differences }
  })
}

function findingRoutes(router: Router, deps: Deps): void {
  const asked = async <Q extends { portfolio?: string | undefined; owner?: string | undefined }>(
    query: Q,
    { login }: { login: string },
  ) => ({
    ...query,
    portfolioIds: await portfolioIdsOf(deps, query.portfolio),
    owner: query.owner === 'none' ? null : query.owner === 'me' ? login : query.owner,
  })
  router.route(listFindings, async ({ query, staff }) => findingsPage(deps, await asked(query, staff)))
  router.downloadRoute(exportFindings, async ({ query, staff }) =>
    findingsCsv(deps, actorOf(staff), await asked(query, staff)),
  )
  router.route(listFindingOwners, async () => ({ owners: await decide.findingOwners(deps) }))
  router.route(explainFindings, async ({ body, staff }) => ({
    decisions: await decide.explainFindings(deps, actorOf(staff), body.findings, body.note),
  }))
  router.route(reopenFindings, async ({ body, staff }) => ({
    decisions: await decide.reopenFindings(deps, actorOf(staff), body.findings),
  }))
  router.route(assignFindings, async ({ body, staff }) => ({
    decisions: await decide.assignFindings(deps, actorOf(staff), body.findings, body.owner),
  }))
}

function toleranceRoutes(router: Router, deps: Deps): void {
  router.route(readTolerances, async ({ portfolio, knownAt }) => ({
    tolerances: await tolerancesOf(deps, portfolio.id, knownAt),
  }))
  router.route(setTolerance, async ({ portfolio, body, staff }) => {
    const value = body.value === null ? null : BigInt(body.value)
    await saveTolerance(deps, actorOf(staff), { portfolioId: portfolio.id, name: body.name, value })
    return { tolerances: await tolerancesOf(deps, portfolio.id) }
  })
}
