// Finds a Chromium for the browser tests, or gets one: the system's package manager first, playwright's own download last.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fail, hasCommand, root } from './install.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

async function findBrowser() {
  if (process.env.SMA_CHROMIUM) return process.env.SMA_CHROMIUM
  for (const name of NAMES) {
    if (!hasCommand(name)) continue
    return spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim()
  }
  const installed = PATHS.find((path) => existsSync(path))
  if (installed) return installed
  const { chromium } = await import('playwright-core')
  const own = chromium.executablePath()
  return own && existsSync(own) ? own : null
}

/** The path of a Chromium that can be started; installs one where there is none, else ends with what to do. */
export async function ensureBrowser() {
  const found = await findBrowser()
  if (found) return found
  console.error('Installing a Chromium for the browser tests (once) …')
  for (const install of [withPackageManager, withPlaywright]) {
    install()
    const installed = await findBrowser()
    if (installed) return installed
  }
  fail(
    'No Chromium was found and none could be installed. Install one (Debian: apt-get install chromium), or set SMA_CHROMIUM to its path.',
  )
}

function run(command, args) {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0
}

function withPackageManager() {
  if (hasCommand('apt-get')) {
    const [command, ...before] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get']
    if (before.length > 0 && !hasCommand('sudo')) return
    run(command, [...before, 'update', '-q'])
    run(command, [...before, 'install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'])
  } else if (hasCommand('brew')) {
    run('brew', ['install', '--cask', 'chromium'])
  }
}

function withPlaywright() {
  const cli = createRequire(import.meta.url).resolve('playwright-core/package.json', { paths: [root] })
  run(process.execPath, [cli.replace('package.json', 'cli.js'), 'install', 'chromium'])
}
