// npm start: install what is missing, build what is old, serve.
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { runSma } from './lib/sma.mjs'

ensureInstalled()
await ensureBuilt(['server', 'portal', 'console'])
runSma(['serve', ...process.argv.slice(2)])
