import { readBrand as endpoint } from '@sma/contract/brand'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { readBrand } from './brand.service'

export function brandRoutes(router: Router, { config }: Deps): void {
  const brand = readBrand(config.brandFile)
  router.keptRoute(
    endpoint,
    () => '',
    async () => brand,
  )
}
