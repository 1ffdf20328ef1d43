// npm run check: format, lint, types, unused code. What a contributor runs before a commit.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, root } from './lib/install.mjs'

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
process.exit(failed.length === 0 ? 0 : 1)
