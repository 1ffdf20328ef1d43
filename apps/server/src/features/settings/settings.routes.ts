import { listSettings, setSetting } from '@sma/contract/staff-settings'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { changeSetting, settingsOf } from './settings.service'

export function settingRoutes(router: Router, deps: Deps): void {
  router.route(listSettings, () => settingsOf(deps))
  router.route(setSetting, ({ staff, params, body }) => changeSetting(deps, staff, { ...params, ...body }))
}
