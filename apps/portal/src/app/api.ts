import { endpoints } from '@sma/contract/endpoints'
import { createClient } from '@sma/ui/api/client'
import { display } from '@sma/ui/settings/display-settings'

export const call = createClient({
  endpoints,
  base: '/api/v1',
  language: () => display.locale,
  fetch: (...request) => window.fetch(...request),
})
