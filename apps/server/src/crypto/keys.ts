/** Personal data at rest: AES-256-GCM, looked up by HMAC-SHA-256 with a key of its own (docs/security.md). */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Keys {
  /** `place` is table|column|row: a value copied to another place does not decrypt there. */
  encrypt(text: string, place: string): string
  decrypt(sealed: string, place: string): string
  /** Keyed hash for look-ups, 64 hex digits; `purpose` keeps hashes of different columns apart. */
  mac(purpose: string, text: string): string
  /** Keyed hash that chains the audit log, with a key of its own; 64 hex digits. */
  auditMac(text: string): string
}

/** Algorithm id in front of every sealed value, so that a later algorithm can live beside it. */
const ALGORITHM = 'a1'

export function keysFrom(master: Buffer): Keys {
  const derive = (label: string) => Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), label, 32))
  const dataKey = derive('sma data')
  const lookupKey = derive('sma lookup')
  const auditKey = derive('sma audit')
  return {
    encrypt(text, place) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', dataKey, nonce)
      cipher.setAAD(Buffer.from(place))
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${ALGORITHM}.${sealed.toString('base64url')}`
    },
    decrypt(sealed, place) {
      const bytes = Buffer.from(sealed.slice(ALGORITHM.length + 1), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', dataKey, bytes.subarray(0, 12))
      decipher.setAAD(Buffer.from(place))
      decipher.setAuthTag(bytes.subarray(-16))
      return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
    },
    mac: (purpose, text) => createHmac('sha256', lookupKey).update(`${purpose}\0${text}`).digest('hex'),
    auditMac: (text) => createHmac('sha256', auditKey).update(text).digest('hex'),
  }
}

/** Reads the master key file (32 bytes in base64), making it at the first start, readable by its owner only. */
export function openMasterKey(file: string): Buffer {
  if (!existsSync(file)) makeMasterKey(file)
  const master = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (master.length !== 32) throw new Error(`the key file ${file} does not hold 32 bytes in base64`)
  return master
}

/** How file systems say that they know no links (shared folders, memory cards). */
const WITHOUT_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])

/** Whole or not at all, whatever ends the process; of two first starts at once the one that comes later takes the other's key. */
function makeMasterKey(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const partial = `${file}.${process.pid}.part`
  try {
    writeFileSync(partial, randomBytes(32).toString('base64'), { mode: 0o400, flush: true })
    linkSync(partial, file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (!WITHOUT_LINKS.has(code ?? '')) throw error
    renameSync(partial, file)
  } finally {
    rmSync(partial, { force: true })
  }
}
