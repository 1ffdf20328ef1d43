/**
 * What seals a backup: a passphrase (argon2id), or a key that comes of the master key. Neither is in it, nor is the master key:
 * whoever finds a backup reads nothing of it (docs/decisions/0017).
 */
import { hashRaw } from '@node-rs/argon2'
import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { Config } from '../../config'
import { keyFilesOf, nameOfMaster } from '../../crypto/key-ring'
import { openMasterKey } from '../../crypto/master-key'

/** argon2id is the library's default; about 0.1 s on one core. The same for every backup, so that no head line can ask for more. */
const COST = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1, outputLen: 32 }
const FORMAT = 1
const MIN_PASSPHRASE = 12

/** A backup that cannot be written or read with what is at hand; the message says what to do. */
export class BackupError extends Error {}

type SealedBy = 'passphrase' | 'master key'

interface Head {
  sma: 'backup'
  format: number
  sealedBy: SealedBy
  salt: string
  /** Tells a wrong key from a damaged file. */
  check: string
}

export interface Lock {
  key: Buffer
  head: Buffer
  sealedBy: SealedBy
}

type KeyPlaces = Pick<Config, 'dataDir' | 'keyFile' | 'backupKeyFile'>

/** The lock of a new backup: by the passphrase in `SMA_BACKUP_KEY_FILE`, where that is set, else by the master key. */
export async function newLock(config: KeyPlaces): Promise<Lock> {
  const sealedBy: SealedBy = config.backupKeyFile === null ? 'master key' : 'passphrase'
  const salt = randomBytes(16)
  const key = await keyOf(config, sealedBy, salt)
  const head: Head = { sma: 'backup', format: FORMAT, sealedBy, salt: salt.toString('base64url'), check: checkOf(key) }
  return { key, head: Buffer.from(`${JSON.stringify(head)}\n`), sealedBy }
}

/** The lock of a backup that begins with `line`. */
export async function lockOf(config: KeyPlaces, line: Buffer): Promise<Lock> {
  const head = headOf(line)
  if (head.format !== FORMAT) throw new BackupError('it was made by a newer version: update this one first')
  if (head.sealedBy === 'passphrase' && config.backupKeyFile === null)
    throw new BackupError('it is sealed by a passphrase: SMA_BACKUP_KEY_FILE must name the file that holds it')
  const key = await keyOf(config, head.sealedBy, Buffer.from(head.salt, 'base64url'))
  if (checkOf(key) !== head.check) throw new BackupError(WRONG[head.sealedBy])
  return { key, head: line, sealedBy: head.sealedBy }
}

const WRONG: Record<SealedBy, string> = {
  passphrase: 'the passphrase in SMA_BACKUP_KEY_FILE is not the one that sealed it, or its first line is damaged',
  'master key': 'the master key is not the one that sealed it, or its first line is damaged',
}

function headOf(line: Buffer): Head {
  try {
    const head = JSON.parse(line.toString('utf8')) as Partial<Head>
    if (head.sma === 'backup' && (head.sealedBy === 'passphrase' || head.sealedBy === 'master key')) return head as Head
  } catch {
    // no JSON: no backup
  }
  throw new BackupError('it is no backup of SMA Portal, or its first line is damaged')
}

const checkOf = (key: Buffer): string => createHmac('sha256', key).update('sma backup check').digest('hex').slice(0, 16)

async function keyOf(config: KeyPlaces, sealedBy: SealedBy, salt: Buffer): Promise<Buffer> {
  if (sealedBy === 'passphrase') return hashRaw(readPassphrase(config.backupKeyFile ?? ''), { ...COST, salt })
  return Buffer.from(hkdfSync('sha256', readMasterKey(config), salt, 'sma backup', 32))
}

function readPassphrase(file: string): string {
  if (!existsSync(file)) throw new BackupError(`SMA_BACKUP_KEY_FILE: there is no file ${file}`)
  const passphrase = readFileSync(file, 'utf8').trim().normalize('NFKC')
  if ([...passphrase].length >= MIN_PASSPHRASE) return passphrase
  throw new BackupError(
    `SMA_BACKUP_KEY_FILE: ${file} must hold ${MIN_PASSPHRASE} characters or more: openssl rand -base64 32`,
  )
}

/** Unlike at a start, none is made where there is none. */
export function readMasterKey(config: Pick<Config, 'dataDir' | 'keyFile'>): Buffer {
  const { master } = keyFilesOf(config)
  if (existsSync(master)) return openMasterKey(master)
  throw new BackupError(`the master key of the house is needed, which is not in a backup: put it at ${master}`)
}

/** The names of the master keys that open the house's keys; more than one only while one replaces the other. */
export function mastersOf(ringFile: string | null, master: Buffer): string[] {
  if (ringFile === null) return [nameOfMaster(master)]
  const { wrapped } = JSON.parse(ringFile) as { wrapped: { by: string }[] }
  return wrapped.map(({ by }) => by)
}
