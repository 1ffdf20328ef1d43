import { readBrand as endpoint } from '@sma/contract/brand'
import type { Router } from '../../http/router'
import type { Brand, HouseText } from './brand.service'

/** `texts`: what clients agree to as it is now, which staff may have written since the start. */
export function brandRoutes(router: Router, brand: Omit<Brand, 'texts'>, texts: () => Promise<HouseText[]>): void {
  const kinds = async () => (await texts()).map(({ kind }) => kind)
  router.keptRoute(
    endpoint,
    async () => (await kinds()).join(),
    async () => ({ ...brand, texts: await kinds() }),
  )
}
