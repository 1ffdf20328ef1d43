/** A setting's group, unit and words; tolerances are read and written as on an account's page. */
import type { Reply } from '@sma/contract/api'
import { isPercent, toleranceText, toleranceWire, type ToleranceName } from '../days/tolerance-view'
import { scheduleWords } from './schedule-words'

export type Setting = Reply<'listSettings'>['settings'][number]
export type Guard = Reply<'listSettings'>['guards'][number]
type Words = (key: string, values?: Record<string, unknown>) => string

export const GROUPS = ['house', 'tolerance', 'retention', 'limit'] as const
type Group = (typeof GROUPS)[number]

const partsOf = (name: string): string[] => name.split('.')

export function groupOf(name: string): Group {
  const [first] = partsOf(name)
  return GROUPS.find((group) => group === first && partsOf(name).length > 1) ?? 'house'
}

/** What a tolerance is about, in the order of a day's work: its sums, its positions, its prices, how it moves, what it costs. */
export const TOLERANCE_PARTS = {
  sums: ['totalE4', 'fundSumE4'],
  positions: ['sharesE4', 'dustSharesE4', 'transitDays', 'confirmationE4'],
  prices: ['priceGapPpm', 'publicNavE8'],
  moves: ['moveBlockPpm', 'movePpm', 'deviations', 'benchmarkGapPpm'],
  money: ['clearingPpm', 'accrualPpm'],
} as const satisfies Record<string, ToleranceName[]>

export interface SettingPartition {
  /** Null: the group is not parted. */
  part: keyof typeof TOLERANCE_PARTS | null
  settings: Setting[]
}

/** The settings of a group, those of a long one by what they are about. */
export function partsOfGroup(group: Group, settings: readonly Setting[]): SettingPartition[] {
  const own = settings.filter(({ name }) => groupOf(name) === group)
  if (group !== 'tolerance') return [{ part: null, settings: own }]
  const parts = Object.keys(TOLERANCE_PARTS) as (keyof typeof TOLERANCE_PARTS)[]
  return parts.map((part) => {
    const names: readonly ToleranceName[] = TOLERANCE_PARTS[part]
    return { part, settings: own.filter(({ name }) => names.some((one) => one === toleranceOf(name))) }
  })
}

/** The tolerance that a setting sets; null where it sets none. */
function toleranceOf(name: string): ToleranceName | null {
  // The names are the contract's own, after the group.
  return groupOf(name) === 'tolerance' ? (partsOf(name)[1] as ToleranceName) : null
}

export function nameOf(name: string, t: Words): string {
  const tolerance = toleranceOf(name)
  if (tolerance === null) return t(`settings.name.${name}`)
  const [, , strategy] = partsOf(name)
  const what = t(`tolerance.of.${tolerance}`)
  return strategy === undefined ? what : t('settings.ofStrategy', { what, strategy: t(`strategy.${strategy}`) })
}

/** A value as people read and type it, without its unit. */
export function typedOf(name: string, value: string): string {
  const tolerance = toleranceOf(name)
  return tolerance === null ? value : toleranceText({ name: tolerance, value, isOwn: false })
}

/** The value for what a person typed; null where it cannot be one. */
export function wireOf(name: string, typed: string): string | null {
  const tolerance = toleranceOf(name)
  return tolerance === null ? typed.trim() : toleranceWire(tolerance, typed)
}

/** A value in words, as the page and the requests show it. */
export function valueOf(name: string, value: string, t: Words): string {
  const [, count, unit] = /^(\d+)([dh])$/.exec(value) ?? []
  if (name === 'replyWithin' && unit) return t(`settings.span.${unit}`, { count })
  if (name === 'passkeys') return t(`settings.switch.${value}`)
  if (name === 'gate' || name === 'consent' || name === 'clientTotp') return t(`settings.choice.${value}`)
  const tolerance = toleranceOf(name)
  if (tolerance !== null) return `${typedOf(name, value)}${isPercent(tolerance) ? ' %' : ''}`
  if (name === 'closedReadableDays' || groupOf(name) === 'retention')
    return t('settings.days', { count: Number(value) })
  if (name === 'newsSchedule') {
    const words = scheduleWords(value, t)
    return words === null ? value : t('settings.withLine', { words, line: value })
  }
  return groupOf(name) === 'limit' ? limitWords(value, t) : value
}

/** `1/60s 5/1h` as times by span, `15m` as a span, a number as it is. */
export function limitWords(value: string, t: Words): string {
  if (value === 'off') return t('settings.noLimit')
  const words = value.split(/\s+/).map((part) => {
    const [, times, count, unit] = /^(?:(\d+)\/)?(\d+)(ms|[smhd])$/.exec(part) ?? []
    if (unit === undefined) return part
    const span = t(`settings.unit.${unit}`, { count: Number(count) })
    return times === undefined ? span : t('settings.limitOf', { count: times, span })
  })
  return words.join(t('settings.and'))
}

/** What guards are about, in the order of a sign-in. */
export const GUARD_PARTS = {
  codes: [
    'codesPerClient',
    'codesPerPhone',
    'codesPerAddress',
    'codesPerDevice',
    'codesPerHouse',
    'codeLasts',
    'triesPerCode',
  ],
  failures: ['failuresPerClient', 'failuresPerDevice', 'failuresInRow', 'failuresPerHouse'],
  passkeys: ['passkeyTriesPerAddress', 'passkeyFailuresPerAddress', 'passkeysPerClient'],
  staff: ['staffTriesPerAddress', 'staffFailuresPerLogin', 'staffFailuresPerDevice', 'staffCodesPerPerson'],
  sessions: ['sessionIdle', 'sessionLasts'],
  load: ['requestDelay', 'requestsAtOnce'],
} as const satisfies Record<string, Guard['name'][]>

/** Where the value of a guard is from. */
export function guardSource({ variable, isSet }: Pick<Guard, 'variable' | 'isSet'>, t: Words): string {
  if (variable === null) return t('settings.guards.fixed')
  return t(isSet ? 'settings.guards.set' : 'settings.guards.unset', { variable })
}

/** What fits, in words. */
export function rangeOf({ name, range }: Pick<Setting, 'name' | 'range'>, t: Words): string {
  if (range === null || groupOf(name) === 'house') return t(`settings.range.${name}`)
  const [least, most] = [typedOf(name, String(range.least)), typedOf(name, String(range.most))]
  const tolerance = toleranceOf(name)
  const unit = tolerance !== null && isPercent(tolerance) ? ' %' : ''
  return t(`settings.rangeOf.${groupOf(name)}`, { least: `${least}${unit}`, most: `${most}${unit}` })
}
