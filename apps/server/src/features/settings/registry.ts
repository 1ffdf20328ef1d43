/** Every setting that may change while the house runs: one list for reading, checking and showing. */
import { closedReadableDays, gate, replyWithin, type Config } from '../../config'

interface Setting<Name extends keyof Config> {
  /** Whose text it is in the environment, and how it is read there. */
  variable: string
  read(text: string): Config[Name]
  /** As it would stand in the environment. */
  text(value: Config[Name]): string
  choices: readonly string[] | null
  /** Decides who lets figures through, or who reads them: nobody changes it alone. */
  takesTwo: boolean
}

type SettingName = 'gate' | 'replyWithin' | 'closedReadableDays'

const SETTINGS: { [Name in SettingName]: Setting<Name> } = {
  gate: {
    variable: 'SMA_GATE',
    read: gate,
    text: (value) => value,
    choices: ['two-person', 'single-person', 'automatic'],
    takesTwo: true,
  },
  replyWithin: {
    variable: 'SMA_REPLY_WITHIN',
    read: replyWithin,
    text: ({ count, unit }) => `${count}${unit === 'days' ? 'd' : 'h'}`,
    choices: null,
    takesTwo: false,
  },
  closedReadableDays: {
    variable: 'SMA_CLOSED_READABLE_DAYS',
    read: closedReadableDays,
    text: String,
    choices: null,
    takesTwo: true,
  },
}

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[]

export const settingOf = (name: SettingName): Pick<Setting<SettingName>, 'variable' | 'choices' | 'takesTwo'> =>
  SETTINGS[name]

/** The text of a setting in this configuration. */
export const textIn = (config: Config, name: SettingName): string => textOf(config, name)

function textOf<Name extends SettingName>(config: Config, name: Name): string {
  return SETTINGS[name].text(config[name])
}

/** The configuration with a setting as this text says. Throws ConfigError where it is none. */
export function withSetting<Name extends SettingName>(config: Config, name: Name, text: string): Config {
  return { ...config, [name]: SETTINGS[name].read(text) }
}

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name)

export type { SettingName }
