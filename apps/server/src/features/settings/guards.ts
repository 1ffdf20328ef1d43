/** Limits and budgets that the process is started with: shown to those who run the house, and changed by no one who is signed in. */
import type { listSettings } from '@sma/contract/staff-settings'
import type { z } from 'zod'
import { LOAD_DEFAULTS, type Config } from '../../config'
import { limitText, type LimitName } from '../auth/limits'
import { CODE_SECONDS } from '../auth/messages.service'
import { IDLE_SECONDS, MAX_TRIES, SESSION_SECONDS } from '../auth/sessions.service'

type Guard = z.input<typeof listSettings.reply>['guards'][number]

const minutes = (seconds: number) => `${seconds / 60}m`
const fixed = (value: string) => ({ value, builtIn: value, variable: null })
const limit = ({ limits }: Config, name: LimitName) => ({
  value: limitText(limits, name),
  builtIn: limitText(null, name),
  variable: 'SMA_LIMITS',
})

/** In the order in which they are shown. */
const GUARDS: Record<Guard['name'], (config: Config) => Omit<Guard, 'name' | 'isSet'>> = {
  codesPerClient: (config) => limit(config, 'codesPerClient'),
  codesPerPhone: (config) => limit(config, 'codesPerPhone'),
  codesPerAddress: (config) => limit(config, 'codesPerAddress'),
  codesPerDevice: (config) => limit(config, 'codesPerDevice'),
  codesPerHouse: (config) => limit(config, 'codesPerHouse'),
  codeLasts: () => fixed(minutes(CODE_SECONDS)),
  triesPerCode: () => fixed(String(MAX_TRIES)),
  failuresPerClient: (config) => limit(config, 'failuresPerClient'),
  failuresPerDevice: (config) => limit(config, 'failuresPerDevice'),
  failuresInRow: (config) => limit(config, 'failuresInRow'),
  failuresPerHouse: (config) => limit(config, 'failuresPerHouse'),
  passkeyTriesPerAddress: (config) => limit(config, 'passkeyTriesPerAddress'),
  passkeyFailuresPerAddress: (config) => limit(config, 'passkeyFailuresPerAddress'),
  passkeysPerClient: (config) => limit(config, 'passkeysPerClient'),
  staffTriesPerAddress: (config) => limit(config, 'staffTriesPerAddress'),
  staffFailuresPerLogin: (config) => limit(config, 'staffFailuresPerLogin'),
  staffFailuresPerDevice: (config) => limit(config, 'staffFailuresPerDevice'),
  staffCodesPerPerson: (config) => limit(config, 'staffCodesPerPerson'),
  sessionIdle: () => fixed(minutes(IDLE_SECONDS)),
  sessionLasts: () => fixed(`${SESSION_SECONDS / 3600}h`),
  requestDelay: ({ load }) => ({
    value: `${load.maxDelayMs}ms`,
    builtIn: `${LOAD_DEFAULTS.maxDelayMs}ms`,
    variable: 'SMA_MAX_DELAY_MS',
  }),
  requestsAtOnce: ({ load }) => ({
    value: String(load.maxInFlight),
    builtIn: String(LOAD_DEFAULTS.maxInFlight),
    variable: 'SMA_MAX_IN_FLIGHT',
  }),
}

export const guardsOf = (config: Config): Guard[] =>
  (Object.keys(GUARDS) as Guard['name'][]).map((name) => {
    const guard = GUARDS[name](config)
    return { name, ...guard, isSet: guard.value !== guard.builtIn }
  })
