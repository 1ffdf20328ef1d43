/** How long ago something was, in the words of a newspaper. */
import { shanghaiDate } from './dates'

export type Ago =
  | { kind: 'now' }
  | { kind: 'minutes' | 'hours'; count: number }
  | { kind: 'yesterday'; clock: string }
  | { kind: 'date'; date: string }

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Within the day in minutes and hours, then yesterday with its time, then the date; days are Shanghai's. */
export function agoOf(instant: string, now: number): Ago {
  const at = Date.parse(instant)
  const passed = now - at
  if (passed < MINUTE_MS) return { kind: 'now' }
  if (passed < HOUR_MS) return { kind: 'minutes', count: Math.floor(passed / MINUTE_MS) }
  const [day, today] = [shanghaiDate(at), shanghaiDate(now)]
  if (day === today) return { kind: 'hours', count: Math.floor(passed / HOUR_MS) }
  if (day === shanghaiDate(now - DAY_MS)) return { kind: 'yesterday', clock: shanghaiMinute(instant).slice(11) }
  return { kind: 'date', date: day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day }
}

/** `2026-01-05 09:30` in Shanghai. */
export function shanghaiMinute(instant: string): string {
  return new Date(Date.parse(instant) + 8 * HOUR_MS).toISOString().slice(0, 16).replace('T', ' ')
}
