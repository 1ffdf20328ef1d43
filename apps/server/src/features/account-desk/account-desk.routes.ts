import {
  addAccount,
  addAccountAlias,
  addBenchmarkSet,
  changeAccount,
  changeAccountContact,
  compareAccounts,
  exportAccounts,
  importAccounts,
  listAccounts,
  readAccount,
  readAccountHistory,
  removeAccountAlias,
  removeBenchmarkSet,
} from '@sma/contract/staff-accounts'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { sentFiles } from '../../http/sent-files'
import { staffActor } from '../audit/audit.service'
import { addAccountBy, changeAccountBy, changeContactBy } from './account-changes.service'
import { accountsCsv, compareFile, importFile } from './account-file.service'
import { accountPage } from './account-list.service'
import { accountHistory, accountOf } from './account-page.service'
import { addAliasBy, removeAliasBy } from './aliases.service'
import { addBenchmarkSetBy, removeBenchmarkSetBy } from './benchmark-sets.service'

export function accountDeskRoutes(router: Router, deps: Deps): void {
  const { db } = deps
  router.route(listAccounts, ({ query, staff }) => accountPage(deps, staff, query))
  router.downloadRoute(exportAccounts, ({ staff }) => accountsCsv(deps, staffActor(staff)))
  router.route(compareAccounts, ({ request }) => compareFile(deps, sentFiles(request)))
  router.route(importAccounts, ({ request, query, staff }) =>
    importFile(deps, staffActor(staff), { sent: sentFiles(request), seen: query.seen }),
  )
  router.route(readAccount, ({ portfolio }) => accountOf(db, portfolio.id))
  router.route(readAccountHistory, ({ portfolio, query }) => accountHistory(db, portfolio.id, query))
  router.route(addAccount, ({ body, staff }) => addAccountBy(deps, staffActor(staff), body))
  router.route(changeAccount, ({ portfolio, body, staff }) =>
    changeAccountBy(deps, staffActor(staff), { ...portfolio, ...body }),
  )
  router.route(changeAccountContact, ({ portfolio, body, staff }) =>
    changeContactBy(deps, staffActor(staff), { ...portfolio, ...body }),
  )
  router.route(addAccountAlias, ({ portfolio, body, staff }) =>
    addAliasBy(deps, staffActor(staff), { portfolioId: portfolio.id, ...body }),
  )
  router.route(removeAccountAlias, ({ portfolio, params, staff }) =>
    removeAliasBy(deps, staffActor(staff), { portfolioId: portfolio.id, id: params.id }),
  )
  router.route(addBenchmarkSet, ({ portfolio, body, staff }) =>
    addBenchmarkSetBy(deps, staffActor(staff), { portfolioId: portfolio.id, ...body }),
  )
  router.route(removeBenchmarkSet, ({ portfolio, params, staff }) =>
    removeBenchmarkSetBy(deps, staffActor(staff), { portfolioId: portfolio.id, id: params.id }),
  )
}
