/** Settings, read once from the environment into a frozen object. `.env.example` lists them all. */
import { resolve } from 'node:path'

export interface Config {
  production: boolean
  dataDir: string
  /** Null: SQLite in the data folder. */
  databaseUrl: string | null
  host: string
  port: number
  publicUrl: string | null
  sms: 'outbox'
  brandFile: string | null
  /** `SMA_LIMITS`: JSON over the table of limits, or `off`. */
  limits: string | null
  trustProxy: boolean
  /** Who lets a day through to its client (docs/operations.md). */
  gate: Gate
  /** Whether every one of the staff needs a second factor; the demonstration's need none. */
  staffTotp: StaffTotp
  logLevel: string
  /** The built portal and console. */
  portalDir: string
  consoleDir: string
  /** A watched folder of files to import; null: none. */
  inboxDir: string | null
}

type StaffTotp = 'required' | 'optional'

type Gate = 'two-person' | 'single-person' | 'automatic'

/** A setting that cannot be used; the message names it. */
export class ConfigError extends Error {}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  return Object.freeze({
    production: env.NODE_ENV === 'production',
    dataDir: resolve(env.SMA_DATA_DIR || './data'),
    databaseUrl: databaseUrl(env.DATABASE_URL),
    host: env.HOST || '127.0.0.1',
    port: port(env.PORT),
    publicUrl: publicUrl(env.SMA_PUBLIC_URL),
    sms: sms(env.SMA_SMS),
    brandFile: env.SMA_BRAND || null,
    limits: env.SMA_LIMITS || null,
    trustProxy: env.SMA_TRUST_PROXY === '1',
    gate: gate(env.SMA_GATE),
    staffTotp: staffTotp(env.SMA_STAFF_TOTP),
    logLevel: logLevel(env.SMA_LOG_LEVEL, env.NODE_ENV),
    portalDir: resolve(env.SMA_PORTAL_DIR || 'apps/portal/dist'),
    consoleDir: resolve(env.SMA_CONSOLE_DIR || 'apps/console/dist'),
    inboxDir: env.SMA_INBOX ? resolve(env.SMA_INBOX) : null,
  })
}

function databaseUrl(text: string | undefined): string | null {
  if (!text) return null
  if (text.startsWith('mysql://') && URL.canParse(text)) return text
  throw new ConfigError('DATABASE_URL must look like mysql://user:password@host:port/database')
}

function port(text: string | undefined): number {
  if (!text) return 3000
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= 65535) return value
  throw new ConfigError('PORT must be a whole number from 0 to 65535')
}

function publicUrl(text: string | undefined): string | null {
  if (!text) return null
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text
  throw new ConfigError('SMA_PUBLIC_URL must be an http or https address')
}

function sms(text: string | undefined): 'outbox' {
  if (!text || text === 'outbox') return 'outbox'
  throw new ConfigError('SMA_SMS knows only "outbox" in this version')
}

const GATES: readonly Gate[] = ['two-person', 'single-person', 'automatic']

function gate(text: string | undefined): Gate {
  if (!text) return 'two-person'
  const known = GATES.find((name) => name === text)
  if (known) return known
  throw new ConfigError(`SMA_GATE must be one of ${GATES.join(', ')}`)
}

function staffTotp(text: string | undefined): StaffTotp {
  if (!text || text === 'required') return 'required'
  if (text === 'optional') return text
  throw new ConfigError('SMA_STAFF_TOTP must be required or optional')
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent']

function logLevel(text: string | undefined, nodeEnv: string | undefined): string {
  // Someone who tries it out reads the terminal; in production a collector reads every line.
  if (!text) return nodeEnv === 'production' ? 'info' : 'warn'
  if (LOG_LEVELS.includes(text)) return text
  throw new ConfigError(`SMA_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`)
}
