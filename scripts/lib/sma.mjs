// Runs the built `sma` command with our own terminal; ends as it ends.
import { spawn } from 'node:child_process'
import { SERVER_ENTRY } from './build.mjs'
import { root } from './install.mjs'

export function runSma(args) {
  const child = spawn(process.execPath, ['--enable-source-maps', SERVER_ENTRY, ...args], {
    stdio: 'inherit',
    env: { SMA_PORTAL_DIR: `${root}/apps/portal/dist`, SMA_CONSOLE_DIR: `${root}/apps/console/dist`, ...process.env },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 2)))
}
