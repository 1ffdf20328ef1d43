import { readBoard, readNotes } from '@sma/contract/staff-board'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import type { TwoPersonActs } from '../requests/requests.service'
import { boardOf } from './board.service'
import { notesOf } from './notes.service'

export function boardRoutes(router: Router, deps: Deps, acts: TwoPersonActs): void {
  router.route(readBoard, ({ query }) => boardOf(deps, query.date))
  router.route(readNotes, ({ staff }) => notesOf(deps, acts, staff))
}
