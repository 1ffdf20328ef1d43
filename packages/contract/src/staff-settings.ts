/** What a house changes while it runs; the environment says what counts before that. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { instant, strategy } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { TOLERANCES } from './tolerances'

const TERMS = ['clientFiles', 'clientNotices', 'clientDevices', 'signInStreaks'] as const
const LIMITS = [
  'messagesPerClient',
  'unmaskingsPerPerson',
  'clientSearchesPerPerson',
  'clientExportsPerPerson',
] as const
type OfEveryStrategy = Exclude<(typeof TOLERANCES)[number], 'movePpm'>
const OF_EVERY_STRATEGY = TOLERANCES.filter((name): name is OfEveryStrategy => name !== 'movePpm')

const settingName = z.enum([
  ...(['gate', 'replyWithin', 'closedReadableDays', 'consent', 'passkeys', 'clientTotp', 'newsSchedule'] as const),
  ...OF_EVERY_STRATEGY.map((name) => `tolerance.${name}` as const),
  ...strategy.options.map((name) => `tolerance.movePpm.${name}` as const),
  ...TERMS.map((name) => `retention.${name}` as const),
  ...LIMITS.map((name) => `limit.${name}` as const),
])

/** What guards the sign-in and the server: the process is started with it, and nobody signed in can loosen it. */
const GUARDS = [
  'codesPerClient',
  'codesPerPhone',
  'codesPerAddress',
  'codesPerDevice',
  'codesPerHouse',
  'codeLasts',
  'triesPerCode',
  'failuresPerClient',
  'failuresPerDevice',
  'failuresInRow',
  'failuresPerHouse',
  'passkeyTriesPerAddress',
  'passkeyFailuresPerAddress',
  'passkeysPerClient',
  'staffTriesPerAddress',
  'staffFailuresPerLogin',
  'staffFailuresPerDevice',
  'staffCodesPerPerson',
  'sessionIdle',
  'sessionLasts',
  'requestDelay',
  'requestsAtOnce',
] as const

const value = z.string().trim().min(1).max(200)
const guardValue = z.string().min(1)
const version = z.int().min(0)

export const listSettings = defineEndpoint({
  ...places.listSettings,
  summary:
    'The settings as they count now, where each is from, and who changed what before; and what the process is started with.',
  audience: 'staff',
  roles: ['administrator', 'auditor'],
  status: 200,
  reply: z.object({
    settings: z.array(
      z.object({
        name: settingName,
        value,
        given: value.describe('what the environment says, or the platform'),
        variable: z.string().nullable().describe('the variable of the environment; null: set in the console alone'),
        choices: z.array(z.string()).nullable().describe('the only values there are; null: see its format'),
        range: z
          .object({ least: z.int(), most: z.int() })
          .nullable()
          .describe('of a number in the unit of the setting; of a limit, how much it may allow a day'),
        takesTwo: z.boolean(),
        version: version.describe('0: never set here'),
        changes: z
          .array(
            z.object({
              version,
              value: value.nullable().describe('null: back to what the environment says'),
              changedAt: instant,
              changedBy: z.string(),
              confirmedBy: z.string().nullable(),
            }),
          )
          .describe('newest first, the last twenty'),
      }),
    ),
    guards: z
      .array(
        z.object({
          name: z.enum(GUARDS),
          value: guardValue.describe('times by span such as "5/1h 10/1d", a span such as "15m", or a number'),
          builtIn: guardValue.describe("the platform's own"),
          variable: z.string().nullable().describe('the variable of the environment; null: it is fixed'),
          isSet: z.boolean().describe('the environment says another than the platform'),
        }),
      )
      .describe('what the process is started with; read only'),
  }),
})

export const setSetting = defineEndpoint({
  ...places.setSetting,
  summary:
    'Set one; what decides who lets figures through or reads them, or how checks judge, waits for a second administrator.',
  audience: 'staff',
  roles: ['administrator'],
  params: z.object({ name: settingName }),
  body: z.object({
    value: value.nullable().describe('null: back to what the environment says'),
    version: version.describe('the version that was read'),
  }),
  status: 200,
  reply: z.object({ outcome: z.enum(['done', 'asked']).describe('asked: it waits for a second person') }),
  errors: ['version-changed'],
})
