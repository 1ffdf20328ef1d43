import { listAccounts } from '@sma/contract/staff-accounts'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { accountPage } from './account-list.service'

export function accountDeskRoutes(router: Router, deps: Deps): void {
  router.route(listAccounts, ({ query, staff }) => accountPage(deps, staff, query))
}
