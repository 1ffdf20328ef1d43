import { VueQueryPlugin } from '@tanstack/vue-query'
import '@sma/ui/theme.css'
import { startDisplaySettings } from '@sma/ui/settings/display-settings'
import { createApp } from 'vue'
import App from './app/App.vue'
import { loadBrand } from './app/brand'
import { i18n, startLocale } from './app/i18n'
import { paths } from './app/paths'
import { createQueryClient } from './app/query-client'
import { createPortalRouter } from './app/router'
import { noteSignedIn } from './app/session'

startDisplaySettings()

const queryClient = createQueryClient(() => {
  noteSignedIn(false)
  const { name, fullPath } = router.currentRoute.value
  if (name === undefined || name === 'signIn') return
  void router.replace({ path: paths.signIn, query: { expired: '1', next: fullPath } }).then(() => queryClient.clear())
})
const router = createPortalRouter(queryClient)

// A page taken from the back-forward cache may show figures of an ended session: it is asked for again.
window.addEventListener('pageshow', (event) => event.persisted && window.location.reload())

void loadBrand()
await startLocale()
createApp(App).use(VueQueryPlugin, { queryClient }).use(i18n).use(router).mount('#app')
