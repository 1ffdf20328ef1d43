// npm run build: everything that `serve` serves, anew.
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'

ensureInstalled()
await ensureBuilt(['server', 'portal', 'console'], { always: true })
