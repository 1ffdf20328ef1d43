import { listTemplates, readGuide, readTemplate } from '@sma/contract/staff-guide'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { guideOf } from './guide.service'
import { templateOf, templatesIn } from './templates.service'

export function guideRoutes(router: Router, deps: Deps): void {
  router.route(readGuide, () => guideOf(deps))
  router.route(listTemplates, async ({ query }) => templatesIn(query.language))
  router.downloadRoute(readTemplate, async ({ params, query }) => templateOf(params.kind, query.language))
}
