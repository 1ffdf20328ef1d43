import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'

// docs/browsers.md says which browsers these are and why. Held over the built files by scripts/lib/browsers.mjs.
export const TARGET = ['chrome94', 'safari15', 'firefox93']

/**
 * Few files and none that a page does not need: a phone asks for six at a time, and each costs it a way to the server and back. The names
 * are those that apps/server/src/http/portal.ts links to. What a group takes, it takes with all that it imports, the first group first.
 */
const GROUPS = [
  // With what the sign-in page, the other pages for visitors and a client's pages share.
  {
    name: 'start',
    test: /src[\\/]main\.ts|(BrandMark|PageLinks|ChoicePills|HeadBar|LoadState|SkeletonBlock|RichText|TextFrame)\.vue$|[\\/](words|api-problem|url-state|use-once|publications-view)\.ts/,
  },
  { name: 'start.zh-CN', test: /(ui[\\/]src[\\/]locales[\\/]|start\.)zh-CN\.json/ },
  { name: 'start.en', test: /(ui[\\/]src[\\/]locales[\\/]|start\.)en\.json/ },
  { name: 'words.zh-CN', test: /locales[\\/]zh-CN\.json/ },
  { name: 'words.en', test: /locales[\\/]en\.json/ },
  { name: 'sign-in', test: /sign-in[\\/]SignInPage\.vue/ },
  { name: 'styles', test: /vue&type=style/ },
  { name: 'shell', test: /app[\\/](admit\.ts|AppShell\.vue)|home[\\/]HomePage\.vue/ },
  {
    name: 'figures',
    test: /(DateRange|ResetRange|PeriodChoice|ExportButton|SegmentedTabs|AccountCard|AccountCardSkeleton|EChart|DataTable)\.vue|[\\/](nav-option|performance-view|benchmark-words)\.ts/,
  },
  { name: 'parts', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 20_000 },
].map((group, at, { length }) => ({ ...group, priority: length - at }))

/**
 * How a web app of ours is built. The CSP of the served pages forbids inline scripts, styles and fonts: nothing may be inlined into the HTML or as data URLs.
 */
export const webApp = (folder, base) => ({
  root: fileURLToPath(new URL('.', folder)),
  base,
  plugins: [vue()],
  // The runtime without its message compiler; app/i18n.ts brings a smaller one.
  resolve: { alias: [{ find: /^vue-i18n$/, replacement: 'vue-i18n/dist/vue-i18n.runtime.mjs' }] },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    target: TARGET,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    outDir: 'dist',
    // Which file needs which, for scripts/lib/sizes.mjs; the server does not serve it.
    manifest: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': 'http://127.0.0.1:3000' } },
})
