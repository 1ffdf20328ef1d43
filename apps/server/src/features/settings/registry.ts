/** Every setting that may change while the house runs: one list for reading, checking and showing. */
import { BUILT_IN_TOLERANCES, HOUSE_TOLERANCE_NAMES, type HouseTolerance } from '@sma/finance/checks/limits'
import { closedReadableDays, ConfigError, gate, newsSchedule, replyWithin, type Config } from '../../config'
import { limitText, readLimits, withLimit, type LimitName } from '../auth/limits'
import { daysOfTerm, rangeOfTerm, TERM_NAMES, type TermName } from '../retention/terms'

interface Setting {
  /** Whose text it is in the environment; null: it is set in the console alone. */
  variable: string | null
  /** The configuration with it as this text says. Throws ConfigError where it is none. */
  read(config: Config, text: string): Config
  /** As it stands in a configuration. */
  text(config: Config): string
  choices: readonly string[] | null
  /** Of a number; null: its format says what fits. */
  range: { least: number; most: number } | null
  /** Decides who lets figures through, who reads them, or what guards them: nobody changes it alone. */
  takesTwo: boolean
}

const GENERAL = {
  gate: {
    variable: 'SMA_GATE',
    read: (config, text) => ({ ...config, gate: gate(text) }),
    text: (config) => config.gate,
    choices: ['two-person', 'single-person', 'automatic'],
    range: null,
    takesTwo: true,
  },
  replyWithin: {
    variable: 'SMA_REPLY_WITHIN',
    read: (config, text) => ({ ...config, replyWithin: replyWithin(text) }),
    text: ({ replyWithin: { count, unit } }) => `${count}${unit === 'days' ? 'd' : 'h'}`,
    choices: null,
    range: null,
    takesTwo: false,
  },
  closedReadableDays: {
    variable: 'SMA_CLOSED_READABLE_DAYS',
    read: (config, text) => ({ ...config, closedReadableDays: closedReadableDays(text) }),
    text: (config) => String(config.closedReadableDays),
    choices: null,
    range: { least: 0, most: 36_500 },
    takesTwo: true,
  },
  consent: {
    variable: null,
    read: (config, text) => ({ ...config, consent: consent(text) }),
    text: (config) => config.consent,
    choices: ['required', 'off'],
    range: null,
    takesTwo: true,
  },
  passkeys: {
    variable: null,
    read: (config, text) => ({ ...config, passkeys: onOrOff(text) }),
    text: (config) => config.passkeys,
    choices: ['on', 'off'],
    range: null,
    // A way in besides codes.
    takesTwo: true,
  },
  clientTotp: {
    variable: null,
    read: (config, text) => ({ ...config, clientTotp: clientTotp(text) }),
    text: (config) => config.clientTotp,
    choices: ['not-offered', 'offered'],
    range: null,
    takesTwo: true,
  },
  newsSchedule: {
    variable: 'SMA_NEWS_SCHEDULE',
    read: (config, text) => ({ ...config, newsSchedule: byTheMinute(text) }),
    text: (config) => config.newsSchedule,
    choices: null,
    range: null,
    takesTwo: false,
  },
} as const satisfies Record<string, Setting>

function consent(text: string): Config['consent'] {
  if (text === 'required' || text === 'off') return text
  throw new ConfigError('consent must be required or off')
}

function onOrOff(text: string): Config['passkeys'] {
  if (text === 'on' || text === 'off') return text
  throw new ConfigError('passkeys must be on or off')
}

function clientTotp(text: string): Config['clientTotp'] {
  if (text === 'not-offered' || text === 'offered') return text
  throw new ConfigError('clientTotp must be not-offered or offered')
}

/** A schedule with seconds would have the feeds read all the time. */
function byTheMinute(text: string): string {
  if (text.split(/\s+/).length === 5) return newsSchedule(text)
  throw new ConfigError('the schedule of news must have five fields')
}

function wholeNumber(text: string, { least, most }: { least: number; most: number }): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new ConfigError(`must be a whole number from ${least} to ${most}`)
}

/** So many times the platform's own a tolerance may be: beyond, a check would find nothing. */
const WIDEST = 10n

function tolerance(name: HouseTolerance): Setting {
  const range = { least: 0, most: Number(BUILT_IN_TOLERANCES[name] * WIDEST) }
  return {
    variable: null,
    read: (config, text) => ({
      ...config,
      tolerances: { ...config.tolerances, [name]: BigInt(wholeNumber(text, range)) },
    }),
    text: ({ tolerances }) => String(tolerances[name] ?? BUILT_IN_TOLERANCES[name]),
    choices: null,
    range,
    takesTwo: true,
  }
}

function term(name: TermName): Setting {
  const range = rangeOfTerm(name)
  return {
    variable: null,
    read: (config, text) => ({ ...config, retention: { ...config.retention, [name]: wholeNumber(text, range) } }),
    text: ({ retention }) => String(daysOfTerm(name, retention)),
    choices: null,
    range,
    takesTwo: true,
  }
}

/** Limits that guard no sign-in, with the most that a day may allow. */
const DAILY_MOST = {
  messagesPerClient: 500,
  unmaskingsPerPerson: 100,
  clientSearchesPerPerson: 1000,
  clientExportsPerPerson: 20,
} as const satisfies Partial<Record<LimitName, number>>

type RunningLimit = keyof typeof DAILY_MOST
const RUNNING_LIMITS = Object.keys(DAILY_MOST) as RunningLimit[]
const DAY_SECONDS = 86_400

function limit(name: RunningLimit): Setting {
  const most = DAILY_MOST[name]
  return {
    variable: 'SMA_LIMITS',
    read(config, text) {
      const limits = withLimit(config.limits, name, text)
      // Events are kept for two days; without one over a day a limit would allow any number.
      const fits = readLimits(limits)[name].every(({ seconds, count }) => seconds <= DAY_SECONDS && count <= most)
      const overADay = readLimits(limits)[name].some(({ seconds }) => seconds === DAY_SECONDS)
      if (!fits || !overADay) throw new ConfigError(`${name} must allow 1 to ${most} a day`)
      return { ...config, limits }
    },
    text: ({ limits }) => limitText(limits, name),
    choices: null,
    range: { least: 1, most },
    // A client's own words are no secret; all others count what staff see of clients.
    takesTwo: name !== 'messagesPerClient',
  }
}

type SettingName =
  | keyof typeof GENERAL
  | `tolerance.${HouseTolerance}`
  | `retention.${TermName}`
  | `limit.${RunningLimit}`

const grouped = <Group extends string, Name extends string>(
  group: Group,
  names: readonly Name[],
  of: (name: Name) => Setting,
) => Object.fromEntries(names.map((name) => [`${group}.${name}`, of(name)])) as Record<`${Group}.${Name}`, Setting>

const SETTINGS: Record<SettingName, Setting> = {
  ...GENERAL,
  ...grouped('tolerance', HOUSE_TOLERANCE_NAMES, tolerance),
  ...grouped('retention', TERM_NAMES, term),
  ...grouped('limit', RUNNING_LIMITS, limit),
}

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[]

export const settingOf = (name: SettingName): Setting => SETTINGS[name]

/** The text of a setting in this configuration. */
export const textIn = (config: Config, name: SettingName): string => SETTINGS[name].text(config)

/** The configuration with a setting as this text says. Throws ConfigError where it is none. */
export const withSetting = (config: Config, name: SettingName, text: string): Config =>
  SETTINGS[name].read(config, text)

/** The checks judge by it: what is in hand is judged anew when it changes. */
export const isTolerance = (name: SettingName): boolean => name.startsWith('tolerance.')

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name)

export type { SettingName }
