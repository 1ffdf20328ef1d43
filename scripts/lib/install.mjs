// Installs the npm packages where they are missing or older than package-lock.json. Plain Node: it runs before anything is there.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const stamp = join(root, 'node_modules', '.sma-installed')

/** Ends the command with one clear line. */
export function fail(message) {
  console.error(message)
  process.exit(2)
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`SMA Portal needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
  }
}

/** What decides whether an install is still good: the lock file and the Node that native modules were built for. */
function wanted() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return createHash('sha256').update(lock).update(process.versions.modules).digest('hex')
}

export function ensureInstalled() {
  requireNode()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) return
  console.error('Installing packages (once; two to four minutes where the database driver must be compiled) …')
  // With NODE_ENV=production npm leaves out what the build needs, unless told otherwise.
  const run = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (run.status !== 0) fail(installHint())
  writeFileSync(stamp, wanted())
}

function installHint() {
  const lacking = ['g++', 'make', 'python3'].filter((tool) => !hasCommand(tool))
  const tools = lacking.length > 0 ? ` To compile the database driver, install: ${lacking.join(', ')}.` : ''
  return `Installing the packages did not work (npm ci, above).${tools} Then run the same command again.`
}

export function hasCommand(name) {
  const probe = process.platform === 'win32' ? ['where', [name]] : ['sh', ['-c', `command -v '${name}'`]]
  return spawnSync(probe[0], probe[1], { stdio: 'ignore' }).status === 0
}
