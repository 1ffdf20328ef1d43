import { staffEndpoints } from '@sma/contract/staff-endpoints'
import { createClient } from '@sma/ui/api/client'
import { createUseRead } from '@sma/ui/api/use-read'
import { display } from '@sma/ui/settings/display-settings'

export const API = '/api/v1'

export const call = createClient({
  endpoints: staffEndpoints,
  base: API,
  language: () => display.locale,
  fetch: (...request) => window.fetch(...request),
})

export const useRead = createUseRead(call)
