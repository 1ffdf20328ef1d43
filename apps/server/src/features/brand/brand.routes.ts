import { readBrand } from '@sma/contract/brand'
import { changeBrand, readStaffBrand, restoreBrand } from '@sma/contract/staff-brand'
import type { Router } from '../../http/router'
import type { BrandDesk } from './brand-desk.service'
import type { HouseText } from './brand.service'

interface Beside {
  /** What clients agree to as it is now, which staff may have written since the start. */
  texts(): Promise<HouseText[]>
  /** Whether clients may sign in with a passkey: here, so that the sign-in page asks for nothing more. */
  passkeys(): Promise<boolean>
}

export function brandRoutes(router: Router, desk: BrandDesk, beside: Beside): void {
  const kinds = async () => (await beside.texts()).map(({ kind }) => kind)
  router.keptRoute(readBrand, async () => {
    const { version, brand } = await desk.now()
    const [known, passkeys] = [await kinds(), await beside.passkeys()]
    return { key: `${version} ${known.join()} ${passkeys}`, make: async () => ({ ...brand, texts: known, passkeys }) }
  })
  router.route(readStaffBrand, () => desk.read())
  router.route(changeBrand, ({ staff, body }) => desk.change(staff, body))
  router.route(restoreBrand, ({ staff, body }) => desk.restore(staff, body))
}
