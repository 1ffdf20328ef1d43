/** What the doctor found of one thing. */
export interface Check {
  name: string
  state: 'ok' | 'warn' | 'fail'
  found: string
  /** What to do; null where all is well. */
  advice: string | null
}

export const ok = (name: string, found: string): Check => ({ name, state: 'ok', found, advice: null })
export const warn = (name: string, found: string, advice: string): Check => ({ name, state: 'warn', found, advice })
export const fail = (name: string, found: string, advice: string): Check => ({ name, state: 'fail', found, advice })

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `3 days ago`, `20 minutes ago`. */
export function ago(ms: number): string {
  const [amount, unit] =
    ms >= 2 * DAY ? [ms / DAY, 'days'] : ms >= 2 * HOUR ? [ms / HOUR, 'hours'] : [ms / MINUTE, 'minutes']
  return `${Math.floor(amount)} ${unit} ago`
}
