// npm test: install what is missing (a browser too), build, run every test. Arguments go to the runner.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBrowser } from './lib/browser.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled, root } from './lib/install.mjs'

ensureInstalled()
const browser = await ensureBrowser()
await ensureBuilt(['server', 'portal', 'console'])
const run = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { ...process.env, SMA_CHROMIUM: browser } },
)
process.exit(run.status ?? 1)
