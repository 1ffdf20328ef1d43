// npm run sma -- <command>: everything an administrator does from a shell.
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { runSma } from './lib/sma.mjs'

const args = process.argv.slice(2)
ensureInstalled()
await ensureBuilt(args[0] === 'serve' ? ['server', 'portal', 'console'] : ['server'])
runSma(args)
