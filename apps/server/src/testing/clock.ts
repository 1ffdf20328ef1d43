import type { Clock } from '../deps'

/** A clock that stands where a test sets it. */
export interface TestClock extends Clock {
  set(instant: string): void
  advance(seconds: number): void
}

export function testClock(instant = '2026-01-05T01:00:00.000Z'): TestClock {
  let now = new Date(instant)
  return {
    now: () => now,
    set: (next) => (now = new Date(next)),
    advance: (seconds) => (now = new Date(now.getTime() + seconds * 1000)),
  }
}
