// npm run check: format, lint, types, unused code, weight of pages, what browsers can read. What a contributor runs before a commit.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { tooNew } from './lib/browsers.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled, root } from './lib/install.mjs'
import { pageSizes } from './lib/sizes.mjs'

const CHECKS = [
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['lint', 'oxlint', ['--deny-warnings']],
  ['types', 'vue-tsc', ['--noEmit', '-p', 'tsconfig.json']],
  ['unused code', 'knip', ['--no-progress']],
]

ensureInstalled()
const failed = CHECKS.filter(([name, command, args]) => {
  const run = spawnSync(join(root, 'node_modules/.bin', command), args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  console.log(`${run.status === 0 ? 'ok    ' : 'FAILED'} ${name}`)
  return run.status !== 0
})

await ensureBuilt(['portal', 'console'])
const sizes = pageSizes()
for (const { name, kib, limitKib } of sizes) console.log(`       ${name}: ${kib.toFixed(1)} of ${limitKib} KiB`)
const isLight = sizes.every(({ kib, limitKib }) => kib <= limitKib)
console.log(`${isLight ? 'ok    ' : 'FAILED'} weight of pages`)

const unread = await tooNew()
for (const { file, problem } of unread) console.log(`       ${file}: ${problem}`)
console.log(`${unread.length === 0 ? 'ok    ' : 'FAILED'} browsers`)

process.exit(isLight && unread.length === 0 && failed.length === 0 ? 0 : 1)
