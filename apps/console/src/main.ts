import '@sma/ui/older-browsers'
import '@sma/ui/theme.css'
import './console.css'
import { createQueryClient } from '@sma/ui/api/query-client'
import { loadWholeWhenLost } from '@sma/ui/app/load-whole'
import { startDisplaySettings } from '@sma/ui/settings/display-settings'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import ConsoleApp from './app/ConsoleApp.vue'
import { i18n, startLocale } from './app/i18n'
import { createConsoleRouter, leaveTo } from './app/router'

startDisplaySettings()

// What colleagues and imports have changed meanwhile is asked for with every page.
const queryClient = createQueryClient(() => leaveTo(router, queryClient), 0)
const router = createConsoleRouter(queryClient)
loadWholeWhenLost(router)

// A page taken from the back-forward cache may show what an ended session saw: it is asked for again.
window.addEventListener('pageshow', (event) => event.persisted && window.location.reload())

// No await at the top of a module: not every browser of docs/browsers.md knows it.
void startLocale().then(() =>
  createApp(ConsoleApp).use(i18n).use(VueQueryPlugin, { queryClient }).use(router).mount('#app'),
)
