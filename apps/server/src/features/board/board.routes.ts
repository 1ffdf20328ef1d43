import { readBoard } from '@sma/contract/staff-board'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { boardOf } from './board.service'

export function boardRoutes(router: Router, deps: Deps): void {
  router.route(readBoard, ({ query }) => boardOf(deps, query.date))
}
