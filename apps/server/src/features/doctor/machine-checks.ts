/** The machine: what can be told without the database. */
import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config'
import { keyFilesOf, openKeyRing, type KeyRing } from '../../crypto/key-ring'
import { unsafeSettings } from '../../unsafe-settings'
import { ago, fail, ok, warn, type Check } from './check'

const NEEDED_NODE = [20, 19]
const OTHERS = 0o077
const GB = 1e9
const LITTLE_ROOM = 5 * GB
const NO_ROOM = 0.5 * GB
const INBOX_PATIENCE_MS = 15 * 60_000

export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [needed = 0, neededMinor = 0] = NEEDED_NODE
  const isNew = major > needed || (major === needed && minor >= neededMinor)
  return isNew ? ok('Node.js', version) : fail('Node.js', version, `install ${NEEDED_NODE.join('.')} or newer`)
}

export function folderCheck({ dataDir }: Config): Check {
  const name = 'data folder'
  const stat = statSync(dataDir, { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return fail(name, `${dataDir} is not there`, 'set SMA_DATA_DIR, or start the server once')
  if (!mayWrite(dataDir)) return fail(name, `${dataDir} may not be written`, 'give it to the user that runs the server')
  if (stat.mode & OTHERS)
    return warn(name, `${dataDir} is open to others (${modeOf(stat.mode)})`, `chmod 700 ${dataDir}`)
  return ok(name, dataDir)
}

export function roomCheck({ dataDir }: Config): Check {
  const name = 'room on its disk'
  if (!existsSync(dataDir)) return fail(name, 'unknown', 'see the data folder')
  const { bavail, bsize } = statfsSync(dataDir)
  const free = bavail * bsize
  const found = `${(free / GB).toFixed(1)} GB free`
  if (free < NO_ROOM) return fail(name, found, 'make room now: imports stop when it is full')
  return free < LITTLE_ROOM ? warn(name, found, 'make room: a backup beside it needs some too') : ok(name, found)
}

/** The house's keys where they can be opened, however their files lie; unlike at a start none is made. */
export function keysAtHand(config: Config): KeyRing | null {
  const files = keyFilesOf(config)
  if (!existsSync(files.master)) return null
  try {
    const ring = openKeyRing(files)
    ring.current()
    return ring
  } catch {
    return null
  }
}

export function keyCheck(config: Config): Check {
  const name = 'keys'
  const files = keyFilesOf(config)
  const stat = statSync(files.master, { throwIfNoEntry: false })
  if (!stat) return fail(name, `there is no ${files.master}`, 'put the copy of the master key there')
  if (existsSync(`${files.ring}.lock`))
    return warn(name, `${files.ring}.lock is there`, 'where no sma keys runs, remove it and run the last one again')
  try {
    openKeyRing(files).current()
  } catch (error) {
    return fail(name, (error as Error).message, 'put the right copy of the key file there')
  }
  if (stat.mode & OTHERS)
    return fail(name, `${files.master} is open to others (${modeOf(stat.mode)})`, `chmod 400 ${files.master}`)
  return ok(name, `${files.master} (${modeOf(stat.mode)})`)
}

export function settingsCheck(config: Config): Check {
  const faults = unsafeSettings(config)
  if (!config.production)
    return warn(
      'settings',
      `NODE_ENV is not production${faults.map((fault) => `; ${fault}`).join('')}`,
      'set it where clients sign in',
    )
  if (faults.length > 0) return fail('settings', faults.join('; '), 'set them: the server does not start so')
  return ok('settings', 'fit for production')
}

export function inboxCheck({ inboxDir }: Config, now: number): Check {
  const name = 'inbox'
  if (inboxDir === null) return ok(name, 'none is watched')
  if (!existsSync(inboxDir)) return fail(name, `${inboxDir} is not there`, 'make it, or unset SMA_INBOX')
  if (!mayWrite(inboxDir))
    return fail(name, `${inboxDir} may not be written`, 'files are moved out of it: give it to the server')
  const waiting = readdirSync(inboxDir, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name: file }) => now - statSync(join(inboxDir, file)).mtimeMs)
    .filter((age) => age > INBOX_PATIENCE_MS)
  if (waiting.length === 0) return ok(name, inboxDir)
  return warn(
    name,
    `${waiting.length} files lie there, the first since ${ago(Math.max(...waiting))}`,
    'see whether the server runs, and what it logs',
  )
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

const modeOf = (mode: number): string => (mode & 0o777).toString(8).padStart(4, '0')
