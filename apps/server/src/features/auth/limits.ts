/** How often what may happen (docs/security.md). */
import { ConfigError } from '../../config'

export interface Limit {
  count: number
  seconds: number
}

const DEFAULTS = {
  // One ID number with one phone: a client, or a stranger who is counted like one.
  codesPerClient: '1/60s 5/1h 10/1d',
  codesPerPhone: '1/60s 5/1h 10/1d',
  codesPerAddress: '10/10m 60/1d',
  failuresPerClient: '10/1h',
  // A browser in which this client signed in before counts by itself, so that nobody can lock the client out.
  codesPerDevice: '1/60s 5/1h 10/1d',
  failuresPerDevice: '10/1h',
  // Without a success between; a pause of so long ends the row too.
  failuresInRow: '100/90d',
  // Over the whole house: texts that went out, and wrong codes.
  codesPerHouse: '3000/1d',
  failuresPerHouse: '300/1h',
  // Sign-ins with a passkey that are begun, and that fail; passkeys that a client adds, each of which sends a text.
  passkeyTriesPerAddress: '30/10m 200/1d',
  passkeyFailuresPerAddress: '10/10m 60/1d',
  passkeysPerClient: '10/1d',
  staffTriesPerAddress: '30/10m 200/1d',
  // By browsers that never signed in as this person; one that did counts by itself, so that nobody can lock a person out.
  staffFailuresPerLogin: '10/1h',
  staffFailuresPerDevice: '10/1h',
  // Wrong second factors after the right password, from whatever address; the person's own browser counts by itself.
  staffCodesPerPerson: '10/1h 30/1d',
  // Clients seen whole by one of the staff.
  unmaskingsPerPerson: '20/1d',
  // Searches by name or by signs of a number, and lists taken away whole.
  clientSearchesPerPerson: '60/1h 200/1d',
  clientExportsPerPerson: '2/1d',
  // A client's own words to the house.
  messagesPerClient: '10/10m 60/1d',
} as const

export type LimitName = keyof typeof DEFAULTS

export type Limits = Record<LimitName, readonly Limit[]>

const NAMES = Object.keys(DEFAULTS) as LimitName[]
const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** `SMA_LIMITS`: unset, `off`, or JSON such as `{"codesPerAddress":"100/10m 1000/1d"}` over the defaults. */
export function readLimits(setting: string | null): Limits {
  if (setting === 'off') return table(() => [])
  const given = setting === null ? {} : readSetting(setting)
  return table((name) => parseLimits(given[name] ?? DEFAULTS[name], name))
}

/** One limit as it would be written there; `off` where there is none. */
export function limitText(setting: string | null, name: LimitName): string {
  if (setting === 'off') return setting
  const given = setting === null ? {} : readSetting(setting)
  return (given[name] ?? DEFAULTS[name]) || 'off'
}

/** `SMA_LIMITS` with one limit as this text says. Throws ConfigError where it is none. */
export function withLimit(setting: string | null, name: LimitName, text: string): string {
  const open = Object.fromEntries(NAMES.map((each) => [each, '']))
  const given = setting === 'off' ? open : setting === null ? {} : readSetting(setting)
  parseLimits(text, name)
  return JSON.stringify({ ...given, [name]: text })
}

function table(of: (name: LimitName) => Limit[]): Limits {
  const limits: Partial<Limits> = {}
  for (const name of NAMES) limits[name] = of(name)
  return limits as Limits
}

function readSetting(text: string): Partial<Record<LimitName, string>> {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('must be "off" or a JSON object')
  const entries = Object.entries(value)
  const unknown = entries.find(([name]) => !NAMES.some((known) => known === name))
  if (unknown) throw invalid(`knows ${NAMES.join(', ')}, not ${unknown[0]}`)
  return Object.fromEntries(entries.map(([name, limits]) => [name, String(limits)]))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('must be "off" or a JSON object')
  }
}

function parseLimits(text: string, name: LimitName): Limit[] {
  const parts = text.split(/\s+/).filter((part) => part !== '')
  return parts.map((part) => {
    const match = /^([1-9]\d{0,3})\/([1-9]\d{0,4})([smhd])$/.exec(part)
    if (!match) throw invalid(`${name} must look like "5/1h 10/1d", not "${part}"`)
    return { count: Number(match[1]), seconds: Number(match[2]) * (UNITS[match[3] ?? ''] ?? 1) }
  })
}

const invalid = (what: string) => new ConfigError(`SMA_LIMITS ${what}`)

/** Seconds until one more event is within every limit; 0 where it is now. `events` are instants in milliseconds, in any order. */
export function secondsToWait(limits: readonly Limit[], events: readonly number[], now: number): number {
  const newestFirst = [...events].sort((a, b) => b - a)
  const waits = limits.map(({ count, seconds }) => {
    const oldestThatCounts = newestFirst[count - 1]
    return oldestThatCounts === undefined ? 0 : (oldestThatCounts + seconds * 1000 - now) / 1000
  })
  return Math.max(0, Math.ceil(Math.max(0, ...waits)))
}

/** As many past events as any of the limits looks at. */
export const ringSize = (limits: readonly Limit[]): number => Math.max(0, ...limits.map(({ count }) => count))

/** Seconds before a second code may be asked for. */
export const resendSeconds = ({ codesPerClient }: Limits): number =>
  Math.max(0, ...codesPerClient.filter(({ count }) => count === 1).map(({ seconds }) => seconds))

/** What stands for an address: an IPv6 network of 64 bits belongs to one house. */
export function addressSubject(ip: string): string {
  const address = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!address.includes(':')) return address
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right].slice(0, 4)
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')
}
