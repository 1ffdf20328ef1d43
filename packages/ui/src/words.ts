import { useI18n } from 'vue-i18n'
import { NETWORK_FAILED, problemCode } from './api/api-problem'

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

  return { reasonWords, knowsReason, errorWords, wordsOf: (error: unknown) => errorWords(problemCode(error)) }
}

/** Codes that say that there is nothing to show for what was asked, rather than that something went wrong: asking again would not help. */
export const EMPTY_CODES: readonly string[] = ['no-valuation', 'range-invalid', 'range-outside-life']

export function isOffline(error: unknown): boolean {
  return problemCode(error) === NETWORK_FAILED
}
