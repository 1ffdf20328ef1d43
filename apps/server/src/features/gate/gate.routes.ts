import {
  approveWaitingDays,
  assignFindings,
  explainFindings,
  keepPublishedDay,
  listAccountDays,
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
import { accountDays } from './account-days.service'
import { readDayPage, readDifferences } from './day-page.service'
import * as decide from './finding-decisions.service'
import { findingsPage } from './findings-page.service'
import { approveDays, keepDay, publishDays, withdrawDay } from './gate.service'
import { namedDecisions, portfolioIdsOf } from './named-days.service'
import { askedWithdrawals, previewDays } from './preview.service'
import { setTolerance as saveTolerance, tolerancesOf } from './tolerances.service'

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
    return {
      days: await previewDays(deps.db, { ...days, states }),
      withdrawals: states ? [] : await askedWithdrawals(deps.db, days),
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
  router.route(listAccountDays, async ({ portfolio, query }) => {
    const page = await accountDays(deps, portfolio.id, query)
    if (!page) throw new AppError('not-found')
    return page
  })
  router.route(readDay, async ({ portfolio, params }) => {
    const page = await readDayPage(deps, { portfolioId: portfolio.id, date: params.date })
    if (!page) throw new AppError('not-found')
    return page
  })
  router.route(readDayDifferences, async ({ portfolio, params, query }) => {
    const differences = await readDifferences(deps.db, { portfolioId: portfolio.id, date: params.date }, query)
    if (!differences) throw new AppError('not-found')
    return { differences }
  })
}

function findingRoutes(router: Router, deps: Deps): void {
  router.route(listFindings, async ({ query }) =>
    findingsPage(deps, { ...query, portfolioIds: await portfolioIdsOf(deps, query.portfolio) }),
  )
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
  router.route(readTolerances, async ({ portfolio }) => ({ tolerances: await tolerancesOf(deps, portfolio.id) }))
  router.route(setTolerance, async ({ portfolio, body, staff }) => {
    const value = body.value === null ? null : BigInt(body.value)
    await saveTolerance(deps, actorOf(staff), { portfolioId: portfolio.id, name: body.name, value })
    return { tolerances: await tolerancesOf(deps, portfolio.id) }
  })
}
