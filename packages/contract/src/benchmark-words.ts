/** A component of a benchmark: its weight in percent with two decimals, "60.00". */
export interface BenchmarkComponent {
  name: string
  indexCode: string | null
  weight: string
}

const WEIGHT = /^(\d{1,3})(?:\.(\d{1,2}))?$/

/** The whole benchmark, in hundredths of a percent. */
export const WHOLE_E2 = 10_000

/** A weight in hundredths of a percent, exact; null where the text is none above zero with at most two decimals. */
export function weightE2(text: string): number | null {
  const [, whole, part = ''] = WEIGHT.exec(text) ?? []
  const weight = Number(`${whole ?? '0'}${part.padEnd(2, '0')}`)
  return weight > 0 ? weight : null
}

/** "60.00" of 6000. */
export const weightText = (e2: number): string => `${Math.trunc(e2 / 100)}.${String(e2 % 100).padStart(2, '0')}`

/** What a benchmark is made of, as clients read it: "沪深300 60% + 中债新综合 40%". */
export const componentsText = (components: readonly Pick<BenchmarkComponent, 'name' | 'weight'>[]): string =>
  components.map(({ name, weight }) => `${name} ${shortWeight(weight)}%`).join(' + ')

/** The same with index codes, as staff read it: "沪深300 (000300) 60% + 中债新综合 40%". */
export const codedComponentsText = (components: readonly BenchmarkComponent[]): string =>
  componentsText(components.map((one) => (one.indexCode ? { ...one, name: `${one.name} (${one.indexCode})` } : one)))

/** "60" of "60.00", "33.5" of "33.50". */
const shortWeight = (weight: string): string => weight.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
