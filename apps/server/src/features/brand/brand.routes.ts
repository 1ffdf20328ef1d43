import { readBrand as endpoint } from '@sma/contract/brand'
import type { Router } from '../../http/router'
import type { Brand } from './brand.service'

export function brandRoutes(router: Router, brand: Brand): void {
  router.keptRoute(
    endpoint,
    () => '',
    async () => brand,
  )
}
