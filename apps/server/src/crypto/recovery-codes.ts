/** Codes that serve once each in place of an authenticator app. */
import { randomInt } from 'node:crypto'

const CODES = 8
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Ten characters each that cannot be misread: 49 bits, against ten guesses an hour. */
export const newRecoveryCodes = (): string[] => Array.from({ length: CODES }, newRecoveryCode)

function newRecoveryCode(): string {
  const group = () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return `${group()}-${group()}`
}

/** A code of an app or a recovery code however it was typed: without blanks and hyphens, in small letters of plain width. */
export const typedCode = (text: string): string => text.normalize('NFKC').replaceAll(/[\s-]/g, '').toLowerCase()
