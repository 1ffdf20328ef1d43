import { useI18n } from 'vue-i18n'
import { ApiProblem, NETWORK_FAILED, problemCode } from './api/api-problem'

/** The words shown for codes. A code without words of its own gets the general sentence of its kind, never the bare code. */
export function useWords() {
  const { t, te } = useI18n({ useScope: 'global' })

  function reasonWords(code: string | null | undefined): string {
    const key = `reason.${code ?? ''}`
    return code && te(key) ? t(key) : t('reason.unknown')
  }

  /** True where the code has words of its own. */
  function knowsReason(code: string | null | undefined): boolean {
    return Boolean(code) && te(`reason.${code}`)
  }

  function errorWords(code: string): string {
    const key = `error.${code}`
    if (te(key)) return t(key)
    return code.startsWith('http-5') ? t('error.internal-error') : t('error.unexpected')
  }

  /** What an error is called; one that asks to wait says for how long. */
  function wordsOf(error: unknown): string {
    const wait = error instanceof ApiProblem && error.status === 429 ? waitParts(error.retryAfterSeconds) : null
    return wait ? t(`error.wait-${wait.unit}`, { count: wait.count }) : errorWords(problemCode(error))
  }

  return { reasonWords, knowsReason, errorWords, wordsOf }
}

/** Seconds in the unit a person counts them in, rounded up so that trying again then succeeds; null where none are stated. */
export function waitParts(seconds: number | null): { unit: 'second' | 'minute' | 'hour'; count: number } | null {
  if (seconds === null) return null
  if (seconds <= 90) return { unit: 'second', count: seconds }
  if (seconds <= 90 * 60) return { unit: 'minute', count: Math.ceil(seconds / 60) }
  return { unit: 'hour', count: Math.ceil(seconds / 3600) }
}

/** Codes that say that there is nothing to show for what was asked, rather than that something went wrong: asking again would not help. */
export const EMPTY_CODES: readonly string[] = ['no-valuation', 'range-invalid', 'range-outside-life']

export function isOffline(error: unknown): boolean {
  return problemCode(error) === NETWORK_FAILED
}
