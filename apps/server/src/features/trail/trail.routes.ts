import { readTrail } from '@sma/contract/staff-trail'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import type { Books } from '../days/book'
import { figureTrail } from './trail.service'

export function trailRoutes(router: Router, deps: Pick<Deps, 'db'>, books: Books): void {
  router.route(readTrail, ({ portfolio, query }) => figureTrail({ deps, books, portfolio, query }))
}
