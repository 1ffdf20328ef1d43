import { readPage } from '@sma/contract/pages'
import { changePage, listPages } from '@sma/contract/staff-publications'
import { languageOf } from '../../http/problem'
import type { Router } from '../../http/router'
import type { Pages } from './pages.service'

export function pageRoutes(router: Router, pages: Pages): void {
  router.route(readPage, ({ params, request }) =>
    pages.read(params.name, languageOf(request.headers['accept-language'])),
  )
  router.route(listPages, () => pages.list())
  router.route(changePage, ({ staff, params, body }) => pages.change(staff, { ...body, name: params.name }))
}
