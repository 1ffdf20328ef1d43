import type { Body } from '@sma/contract/api'
import { WHOLE_E2, weightE2, weightText } from '@sma/contract/benchmark-words'
import type { Account, FieldErrors } from './account-draft'

export type BenchmarkSet = Account['benchmarkSets'][number]
type Wire = Body<'addBenchmarkSet'>

const MOST = 10
/** So many lines stand there at first. */
const FEWEST = 2
const PARTS = ['name', 'indexCode', 'weight'] as const

/** The name of a field on the form, which is the one that the server finds fault with. */
export const partOf = (at: number, part: (typeof PARTS)[number]): string => `components.${at}.${part}`

const LINES = Array.from({ length: MOST }, (_, at) => at)

export const EMPTY_SET: Record<string, string> = {
  from: '',
  replaces: '',
  ...Object.fromEntries(LINES.flatMap((at) => PARTS.map((part) => [partOf(at, part), '']))),
}

/** The set that is corrected, as it is typed. */
export const setDraft = ({ id, from, components }: BenchmarkSet): Record<string, string> => ({
  ...EMPTY_SET,
  from,
  replaces: id,
  ...Object.fromEntries(
    components.flatMap((one, at) => PARTS.map((part) => [partOf(at, part), one[part] ?? ''] as const)),
  ),
})

const lineOf = (draft: Record<string, string>, at: number) => {
  const [name = '', indexCode = '', weight = ''] = PARTS.map((part) => (draft[partOf(at, part)] ?? '').trim())
  return { name, indexCode, weight: weight.replace(/\s*[%％]$/, ''), isEmpty: !name && !indexCode && !weight }
}

/** The lines that the form shows: those that are filled, and one more to go on with. */
export const shownLines = (draft: Record<string, string>): number[] => {
  const last = LINES.findLast((at) => !lineOf(draft, at).isEmpty) ?? -1
  return LINES.slice(0, Math.max(FEWEST, last + 2))
}

/** The weights together, in percent: "100.00"; what is no weight counts nothing. */
export const sumText = (draft: Record<string, string>): string => weightText(sumE2(draft))

const sumE2 = (draft: Record<string, string>): number =>
  LINES.reduce((sum, at) => sum + (weightE2(lineOf(draft, at).weight) ?? 0), 0)

/** What is sent, or what is wrong; the server has the last word. */
export function setWire(draft: Record<string, string>): { wire: Wire } | { errors: FieldErrors } {
  const filled = LINES.filter((at) => !lineOf(draft, at).isEmpty)
  const errors: FieldErrors = {}
  const from = draft['from'] ?? ''
  if (from === '') errors['from'] = 'required'
  if (filled.length === 0) errors[partOf(0, 'name')] = 'required'
  const names = new Set<string>()
  for (const at of filled) {
    const { name, weight } = lineOf(draft, at)
    if (name === '') errors[partOf(at, 'name')] = 'required'
    else if (names.has(name)) errors[partOf(at, 'name')] = 'not-unique'
    names.add(name)
    if (weightE2(weight) === null) errors[partOf(at, 'weight')] = 'weight'
  }
  if (Object.keys(errors).length === 0 && sumE2(draft) !== WHOLE_E2) errors['components'] = 'sum-invalid'
  if (Object.keys(errors).length > 0) return { errors }
  const components = filled.map((at) => {
    const { name, indexCode, weight } = lineOf(draft, at)
    return { name, indexCode: indexCode || null, weight }
  })
  return { wire: { from, components, replaces: draft['replaces'] || null } }
}

/** Each with the day on which the next one takes over; null for the latest. */
export const setRows = (sets: readonly BenchmarkSet[]) =>
  sets.map((set, at) => ({ ...set, until: sets[at - 1]?.from ?? null }))
