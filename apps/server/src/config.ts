/** Settings, read once from the environment into a frozen object. `.env.example` lists them all. */
import { CronPattern } from 'croner'
import { resolve } from 'node:path'
import type { HouseTolerances } from '@sma/finance/checks/limits'
import type { ReplyWithin } from './features/messages/due'
import type { AliyunSettings } from './sms/aliyun'
import type { HttpSettings } from './sms/http'
import { SENDER_NAMES, type SenderName } from './sms/sender'
import type { RetentionTerms } from './features/retention/terms'
import type { SyslogTarget } from './features/audit/head-syslog'
import type { LoadSettings } from './http/load'
import type { TencentSettings } from './sms/tencent'

export interface Config {
  production: boolean
  dataDir: string
  /** The file of the key-encryption key; null: in the data folder (docs/security.md). */
  keyFile: string | null
  /** The file that holds the passphrase of backups; null: the master key seals them (docs/operations.md). */
  backupKeyFile: string | null
  /** Null: SQLite in the data folder. */
  databaseUrl: string | null
  /** Redis in front of limits and counts (docs/operations.md); null: none. */
  redisUrl: string | null
  host: string
  port: number
  publicUrl: string | null
  /** Single sign-on from the company's website; null: off. */
  sso: SsoConfig | null
  sms: SmsSettings
  brandFile: string | null
  /** `SMA_LIMITS`: JSON over the table of limits, or `off`. */
  limits: string | null
  trustProxy: boolean
  /** Where the end of the audit log is told besides the data folder; null: nowhere. */
  auditSyslog: SyslogTarget | null
  /** Beyond it requests are refused at once. */
  load: LoadSettings
  /** Who lets a day through to its client (docs/operations.md). */
  gate: Gate
  /** Whether every one of the staff needs a second factor; the demonstration's need none. */
  staffTotp: StaffTotp
  logLevel: string
  /** The built portal and console. */
  portalDir: string
  consoleDir: string
  /** When feeds of news are read: a cron pattern in Shanghai's time. */
  newsSchedule: string
  /** Until when a client's message is to be answered. */
  replyWithin: ReplyWithin
  /** So many days after its end a client still reads a closed account. */
  closedReadableDays: number
  /** Set in the console alone, over the platform's own: tolerances of the checks, and how long what is kept for a time stays. */
  tolerances: HouseTolerances
  retention: RetentionTerms
  /** Clients agree to the house's texts before they see figures; off in the console alone. */
  consent: Consent
  /** Clients may sign in with a passkey; on in the console alone. */
  passkeys: Switch
  clientTotp: ClientTotp
  /** A watched folder of files to import; null: none. */
  inboxDir: string | null
  /** Where stored files lie; null: in the data folder. */
  files: S3Settings | null
}

/** An S3-compatible store; a plain http endpoint only on this machine. */
export interface S3Settings {
  endpoint: string
  bucket: string
  /** Empty, or ends with a slash. */
  prefix: string
  region: string
  keyId: string
  keySecret: string
}

export interface SsoConfig {
  /** Who makes the tickets and for whom: `iss` and `aud`. */
  issuer: string
  audience: string
  /** A JSON file of keys (docs/sso.md), read again when it changes. */
  keyFile: string
  /** Where the website shows its public keys; null: they stand in the key file. */
  jwksUrl: string | null
  /** Tickets in the SM form are accepted too. */
  sm: boolean
}

export type SenderSettings = { name: 'outbox' } | HttpSettings | AliyunSettings | TencentSettings

/** How codes and notices go out: the first sender, and the second where that one fails. */
export interface SmsSettings {
  senders: readonly SenderSettings[]
  /** For one request to a sender. */
  timeoutMs: number
}

type StaffTotp = 'required' | 'optional'

type Consent = 'required' | 'off'
/** Whether clients may set up an authenticator app as a second factor. */
type ClientTotp = 'not-offered' | 'offered'

type Switch = 'on' | 'off'

type Gate = 'two-person' | 'single-person' | 'automatic'

/** A setting that cannot be used; the message names it. */
export class ConfigError extends Error {}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  return Object.freeze({
    production: env.NODE_ENV === 'production',
    dataDir: resolve(env.SMA_DATA_DIR || './data'),
    keyFile: env.SMA_KEY_FILE ? resolve(env.SMA_KEY_FILE) : null,
    backupKeyFile: env.SMA_BACKUP_KEY_FILE ? resolve(env.SMA_BACKUP_KEY_FILE) : null,
    databaseUrl: databaseUrl(env.DATABASE_URL),
    redisUrl: redisUrl(env.REDIS_URL),
    host: env.HOST || '127.0.0.1',
    port: port(env.PORT),
    publicUrl: publicUrl(env.SMA_PUBLIC_URL),
    sso: sso(env),
    sms: { senders: senders(env), timeoutMs: timeoutMs(env.SMA_SMS_TIMEOUT_MS) },
    brandFile: env.SMA_BRAND || null,
    limits: env.SMA_LIMITS || null,
    trustProxy: env.SMA_TRUST_PROXY === '1',
    auditSyslog: auditSyslog(env.SMA_AUDIT_SYSLOG),
    load: {
      maxDelayMs: wholeNumber('SMA_MAX_DELAY_MS', env.SMA_MAX_DELAY_MS || String(LOAD_DEFAULTS.maxDelayMs)),
      maxInFlight: wholeNumber('SMA_MAX_IN_FLIGHT', env.SMA_MAX_IN_FLIGHT || String(LOAD_DEFAULTS.maxInFlight)),
    },
    gate: gate(env.SMA_GATE),
    staffTotp: staffTotp(env.SMA_STAFF_TOTP),
    logLevel: logLevel(env.SMA_LOG_LEVEL, env.NODE_ENV),
    portalDir: resolve(env.SMA_PORTAL_DIR || 'apps/portal/dist'),
    consoleDir: resolve(env.SMA_CONSOLE_DIR || 'apps/console/dist'),
    newsSchedule: newsSchedule(env.SMA_NEWS_SCHEDULE),
    replyWithin: replyWithin(env.SMA_REPLY_WITHIN),
    closedReadableDays: closedReadableDays(env.SMA_CLOSED_READABLE_DAYS),
    tolerances: {},
    retention: {},
    consent: 'required',
    passkeys: 'off',
    clientTotp: 'not-offered',
    inboxDir: env.SMA_INBOX ? resolve(env.SMA_INBOX) : null,
    files: files(env),
  })
}

function databaseUrl(text: string | undefined): string | null {
  if (!text) return null
  if (text.startsWith('mysql://') && URL.canParse(text)) return text
  throw new ConfigError('DATABASE_URL must look like mysql://user:password@host:port/database')
}

function redisUrl(text: string | undefined): string | null {
  if (!text) return null
  if (/^rediss?:\/\//.test(text) && URL.canParse(text)) return text
  throw new ConfigError('REDIS_URL must look like redis://user:password@host:port/0, or rediss:// for TLS')
}

function port(text: string | undefined): number {
  if (!text) return 3000
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= 65535) return value
  throw new ConfigError('PORT must be a whole number from 0 to 65535')
}

const SYSLOG_PORT = 514

function auditSyslog(text: string | undefined): SyslogTarget | null {
  if (!text) return null
  const {
    protocol,
    hostname,
    port: given,
  } = URL.canParse(text) ? new URL(text) : { protocol: '', hostname: '', port: '' }
  if (protocol === 'udp:' && hostname !== '')
    return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(given || SYSLOG_PORT) }
  throw new ConfigError('SMA_AUDIT_SYSLOG must look like udp://host:514')
}

export const LOAD_DEFAULTS: LoadSettings = { maxDelayMs: 1000, maxInFlight: 500 }

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 10 && value <= 100_000) return value
  throw new ConfigError(`${name} must be a whole number from 10 to 100000`)
}

function publicUrl(text: string | undefined): string | null {
  if (!text) return null
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text
  throw new ConfigError('SMA_PUBLIC_URL must be an http or https address')
}

function senders(env: NodeJS.ProcessEnv): SenderSettings[] {
  const names = (env.SMA_SMS || 'outbox').split(',').map((name) => name.trim())
  const isKnown = names.every((name) => SENDER_NAMES.some((known) => known === name))
  if (!isKnown || names.length > 2 || new Set(names).size < names.length)
    throw new ConfigError(`SMA_SMS must be one or two, with a comma between, of ${SENDER_NAMES.join(', ')}`)
  if (names.length === 2 && names.includes('outbox'))
    throw new ConfigError('SMA_SMS=outbox sends nothing and stands alone')
  return names.map((name) => SENDERS[name as SenderName](env))
}

const SENDERS: Record<SenderName, (env: NodeJS.ProcessEnv) => SenderSettings> = {
  outbox: () => ({ name: 'outbox' }),
  http: (env) => ({
    name: 'http',
    url: gatewayUrl('SMA_SMS_HTTP_URL', needed('SMA_SMS_HTTP_URL', env.SMA_SMS_HTTP_URL)),
    secret: longSecret('SMA_SMS_HTTP_SECRET', needed('SMA_SMS_HTTP_SECRET', env.SMA_SMS_HTTP_SECRET)),
  }),
  aliyun: (env) => ({
    name: 'aliyun',
    url: gatewayUrl('SMA_SMS_ALIYUN_URL', env.SMA_SMS_ALIYUN_URL || 'https://dysmsapi.aliyuncs.com'),
    keyId: needed('SMA_SMS_ALIYUN_KEY_ID', env.SMA_SMS_ALIYUN_KEY_ID),
    keySecret: needed('SMA_SMS_ALIYUN_KEY_SECRET', env.SMA_SMS_ALIYUN_KEY_SECRET),
    signName: needed('SMA_SMS_ALIYUN_SIGN_NAME', env.SMA_SMS_ALIYUN_SIGN_NAME),
    codeTemplate: needed('SMA_SMS_ALIYUN_CODE_TEMPLATE', env.SMA_SMS_ALIYUN_CODE_TEMPLATE),
    noticeTemplate: needed('SMA_SMS_ALIYUN_NOTICE_TEMPLATE', env.SMA_SMS_ALIYUN_NOTICE_TEMPLATE),
  }),
  tencent: (env) => ({
    name: 'tencent',
    url: gatewayUrl('SMA_SMS_TENCENT_URL', env.SMA_SMS_TENCENT_URL || 'https://sms.tencentcloudapi.com'),
    secretId: needed('SMA_SMS_TENCENT_SECRET_ID', env.SMA_SMS_TENCENT_SECRET_ID),
    secretKey: needed('SMA_SMS_TENCENT_SECRET_KEY', env.SMA_SMS_TENCENT_SECRET_KEY),
    appId: needed('SMA_SMS_TENCENT_APP_ID', env.SMA_SMS_TENCENT_APP_ID),
    signName: needed('SMA_SMS_TENCENT_SIGN_NAME', env.SMA_SMS_TENCENT_SIGN_NAME),
    codeTemplate: needed('SMA_SMS_TENCENT_CODE_TEMPLATE', env.SMA_SMS_TENCENT_CODE_TEMPLATE),
    noticeTemplate: needed('SMA_SMS_TENCENT_NOTICE_TEMPLATE', env.SMA_SMS_TENCENT_NOTICE_TEMPLATE),
    region: env.SMA_SMS_TENCENT_REGION || 'ap-guangzhou',
  }),
}

function needed(name: string, text: string | undefined): string {
  if (text) return text
  throw new ConfigError(`${name} is needed by what SMA_SMS names`)
}

/** Phone and code travel there: plain http only to this machine. */
function gatewayUrl(name: string, text: string): string {
  const { protocol, hostname } = URL.canParse(text) ? new URL(text) : { protocol: '', hostname: '' }
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)
  if (protocol === 'https:' || (protocol === 'http:' && isHere)) return text
  throw new ConfigError(`${name} must be an https address, or an http one on this machine`)
}

function longSecret(name: string, text: string): string {
  if (text.length >= 32) return text
  throw new ConfigError(`${name} must have at least 32 characters: openssl rand -hex 32`)
}

function timeoutMs(text: string | undefined): number {
  const value = Number(text || 4000)
  // Two tries at each of two senders must end before another worker takes the message.
  if (Number.isInteger(value) && value >= 100 && value <= 5000) return value
  throw new ConfigError('SMA_SMS_TIMEOUT_MS must be a whole number from 100 to 5000')
}

function sso(env: NodeJS.ProcessEnv): SsoConfig | null {
  if (!env.SMA_SSO_KEYS) return null
  const issuer = env.SMA_SSO_ISSUER
  const audience = env.SMA_SSO_AUDIENCE
  const jwksUrl = env.SMA_SSO_JWKS_URL
  if (!issuer) throw new ConfigError('SMA_SSO_ISSUER must say who makes the tickets, where SMA_SSO_KEYS is set')
  if (!audience) throw new ConfigError('SMA_SSO_AUDIENCE must say whom the tickets are for, where SMA_SSO_KEYS is set')
  if (jwksUrl && !/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(jwksUrl))
    throw new ConfigError('SMA_SSO_JWKS_URL must be an https address')
  return { issuer, audience, keyFile: resolve(env.SMA_SSO_KEYS), jwksUrl: jwksUrl || null, sm: env.SMA_SSO_SM === '1' }
}

const FILES_SHAPE = 'SMA_FILES must look like s3://bucket/prefix?endpoint=https://s3.example.com&region=cn-north-1'

function files(env: NodeJS.ProcessEnv): S3Settings | null {
  const text = env.SMA_FILES
  if (!text) return null
  if (!text.startsWith('s3://') || !URL.canParse(text)) throw new ConfigError(FILES_SHAPE)
  const { host, pathname, searchParams } = new URL(text)
  const endpoint = searchParams.get('endpoint')
  if (!/^[a-z0-9][a-z0-9.-]{2,62}$/.test(host) || !endpoint) throw new ConfigError(FILES_SHAPE)
  const [keyId, keySecret] = [env.SMA_FILES_KEY_ID, env.SMA_FILES_KEY_SECRET]
  if (!keyId || !keySecret) throw new ConfigError('SMA_FILES_KEY_ID and SMA_FILES_KEY_SECRET are needed by SMA_FILES')
  const folder = pathname.replaceAll(/^\/+|\/+$/g, '')
  return {
    endpoint: new URL(gatewayUrl('the endpoint of SMA_FILES', endpoint)).origin,
    bucket: host,
    prefix: folder === '' ? '' : `${folder}/`,
    region: searchParams.get('region') ?? 'us-east-1',
    keyId,
    keySecret,
  }
}

const GATES: readonly Gate[] = ['two-person', 'single-person', 'automatic']

export function gate(text: string | undefined): Gate {
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

export function newsSchedule(text: string | undefined): string {
  const pattern = text || '*/15 * * * *'
  try {
    return new CronPattern(pattern).pattern
  } catch {
    throw new ConfigError('SMA_NEWS_SCHEDULE must be a cron pattern such as */15 * * * *')
  }
}

export function replyWithin(text: string | undefined): ReplyWithin {
  const [, count, unit] = /^([1-9]\d?)([dh])$/.exec(text || '1d') ?? []
  if (count === undefined) throw new ConfigError('SMA_REPLY_WITHIN must look like 1d (trading days) or 8h')
  return { count: Number(count), unit: unit === 'd' ? 'days' : 'hours' }
}

const THREE_YEARS = '1096'

export function closedReadableDays(text: string | undefined): number {
  const value = /^\d{1,5}$/.test(text || THREE_YEARS) ? Number(text || THREE_YEARS) : Number.NaN
  if (value <= 36_500) return value
  throw new ConfigError('SMA_CLOSED_READABLE_DAYS must be a whole number of days from 0 to 36500')
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent']

function logLevel(text: string | undefined, nodeEnv: string | undefined): string {
  // Someone who tries it out reads the terminal; in production a collector reads every line.
  if (!text) return nodeEnv === 'production' ? 'info' : 'warn'
  if (LOG_LEVELS.includes(text)) return text
  throw new ConfigError(`SMA_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`)
}
