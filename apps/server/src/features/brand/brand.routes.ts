import { readBrand } from '@sma/contract/brand'
import { changeBrand, readStaffBrand, restoreBrand } from '@sma/contract/staff-brand'
import type { Router } from '../../http/router'
import type { BrandDesk } from './brand-desk.service'
import type { HouseText } from './brand.service'

/** `texts`: what clients agree to as it is now, which staff may have written since the start. */
export function brandRoutes(router: Router, desk: BrandDesk, texts: () => Promise<HouseText[]>): void {
  const kinds = async () => (await texts()).map(({ kind }) => kind)
  router.keptRoute(readBrand, async () => {
    const [{ version, brand }, known] = [await desk.now(), await kinds()]
    return { key: `${version} ${known.join()}`, make: async () => ({ ...brand, texts: known }) }
  })
  router.route(readStaffBrand, () => desk.read())
  router.route(changeBrand, ({ staff, body }) => desk.change(staff, body))
  router.route(restoreBrand, ({ staff, body }) => desk.restore(staff, body))
}
