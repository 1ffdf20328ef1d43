import '@sma/ui/older-browsers'
import '@sma/ui/theme.css'
import { loadWholeWhenLost } from '@sma/ui/app/load-whole'
import { startDisplaySettings } from '@sma/ui/settings/display-settings'
import { createApp } from 'vue'
import Portal from './app/Portal.vue'
import { loadBrand } from './app/brand'
import { i18n, startLocale } from './app/i18n'
import { keepOfflinePage } from './app/offline'
import { createPortalRouter, loadAhead } from './app/router'

/** Between two turns the browser paints, and answers a touch. */
const nextTurn = () => new Promise((resolve) => setTimeout(resolve))

// A page taken from the back-forward cache may show figures of an ended session: it is asked for again.
window.addEventListener('pageshow', (event) => event.persisted && window.location.reload())

startDisplaySettings()
void loadBrand()
// To read the scripts was a turn's work already. No await at the top of a module: not every browser of docs/browsers.md knows it.
void nextTurn().then(start)

async function start() {
  const app = createApp(Portal)
  const router = createPortalRouter(async (to) => (await import('./app/admit')).admit(to, app, router))
  loadWholeWhenLost(router)
  // What the page needs is asked for at once and not one after the other: on a phone the network is the slow part.
  loadAhead(router)
  await startLocale()
  keepOfflinePage()
  app.use(i18n).use(router)
  // The house's name, which the HTML brings, stands until there is a page to take its place.
  await router.isReady().catch(() => null)
  await nextTurn()
  app.mount('#app')
}
