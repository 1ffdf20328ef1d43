import { isAnyIdNumber, isPhone, maskIdNumber, normalIdNumber, normalPhone } from '@sma/contract/identity'
import { ApiProblem } from '@sma/ui/api/api-problem'

/** Codes of what is wrong with a field, as error words know them; null where it may be sent. */
export function idNumberProblem(text: string): string | null {
  return isAnyIdNumber(text) ? null : 'id-number-invalid'
}

export function phoneProblem(text: string): string | null {
  return isPhone(text) ? null : 'phone-invalid'
}

const CODE = /^\d{6}$/

/** The digits of a code however it was typed or pasted; null where it cannot be one. */
export function codeDigits(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/\s/g, '')
  return CODE.test(digits) ? digits : null
}

export function challengeBody(idNumber: string, phone: string) {
  return { idNumber: normalIdNumber(idNumber), phone: normalPhone(phone) }
}

export { maskIdNumber }

/** Whole seconds until a code may be asked for again. */
export function secondsLeft(readyAt: number, now: number): number {
  return Math.max(0, Math.ceil((readyAt - now) / 1000))
}

const WAIT_UNSTATED = 60

/** How long a refused request asks to wait, in seconds; null where it was refused for something else. */
export function waitOf(error: unknown): number | null {
  if (!(error instanceof ApiProblem) || error.status !== 429) return null
  return error.retryAfterSeconds ?? WAIT_UNSTATED
}
