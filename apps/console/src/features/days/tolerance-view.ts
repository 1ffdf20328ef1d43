import type { Body, Reply } from '@sma/contract/api'

export type Tolerance = Reply<'readTolerances'>['tolerances'][number]
export type ToleranceName = NonNullable<Body<'setTolerance'>>['name']

/** Whole numbers on the wire, in the unit that the name ends with; people read yuan, shares and percent. */
function placesOf(name: ToleranceName): number {
  if (name.endsWith('E8')) return 8
  return name.endsWith('E4') || name.endsWith('Ppm') ? 4 : 0
}

/** What the tolerance is counted in: percent, or what its words say. */
export const isPercent = (name: ToleranceName): boolean => name.endsWith('Ppm')

/** `0.05`, `10`, without zeros that say nothing. */
export function toleranceText({ name, value }: Tolerance): string {
  const places = placesOf(name)
  if (places === 0) return value
  const padded = value.padStart(places + 1, '0')
  const fraction = padded.slice(-places).replace(/0+$/, '')
  return fraction === '' ? padded.slice(0, -places) : `${padded.slice(0, -places)}.${fraction}`
}

/** The whole number for what a person typed; null where it is no number, or finer than the tolerance can be. */
export function toleranceWire(name: ToleranceName, text: string): string | null {
  const match = /^(\d{1,9})(?:\.(\d+))?$/.exec(text.trim())
  const places = placesOf(name)
  const fraction = (match?.[2] ?? '').replace(/0+$/, '')
  if (!match || fraction.length > places) return null
  const whole = `${match[1] ?? ''}${fraction.padEnd(places, '0')}`.replace(/^0+(?=\d)/, '')
  return whole.length > 15 ? null : whole
}
