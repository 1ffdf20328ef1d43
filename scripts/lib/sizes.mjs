// What a first visit to a page of the portal loads, compressed as the server does it, against what the page may weigh.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { root } from './install.mjs'

const DIST = join(root, 'apps/portal/dist')
const START = ['*start', '*start.zh-CN']
const SHELL = ['*shell', '*words.zh-CN']

/** `parts`: what the page asks for beside the entry, by source file. `kib`: the most it may weigh. */
const PAGES = [
  { name: 'sign-in', kib: 80, parts: ['*sign-in'] },
  { name: 'home', kib: 140, parts: SHELL },
  {
    name: 'performance',
    kib: 340,
    parts: [
      ...SHELL,
      'src/features/performance/PerformancePage.vue',
      'src/features/performance/CurveView.vue',
      '*echarts',
    ],
  },
]

/** `[{name, kib, limitKib}]` of the pages that have a limit. Throws where a source file named above is not in the build. */
export function pageSizes() {
  const manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8'))
  return PAGES.map(({ name, kib, parts }) => {
    const files = new Set()
    for (const part of [...START, ...parts]) addFiles(manifest, keyOf(manifest, part), files)
    return { name, kib: [...files].reduce((sum, file) => sum + packedKib(file), 0), limitKib: kib }
  })
}

/** `*name` means a chunk by its name, as of a package. */
function keyOf(manifest, part) {
  const key = part.startsWith('*')
    ? Object.keys(manifest).find((one) => manifest[one].name === part.slice(1))
    : Object.keys(manifest).find((one) => one === part)
  if (key === undefined) throw new Error(`${part} is not in the portal's build`)
  return key
}

function addFiles(manifest, key, files) {
  const { file, css = [], imports = [] } = manifest[key]
  if (files.has(file)) return
  for (const one of [file, ...css]) files.add(one)
  for (const next of imports) addFiles(manifest, next, files)
}

function packedKib(file) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 6 }
  return brotliCompressSync(readFileSync(join(DIST, file)), { params }).length / 1024
}
