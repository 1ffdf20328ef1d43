/** Passwords of the staff: hashed with argon2id, compared in equal time, refused where they are easy to guess. */
import { hash, verify } from '@node-rs/argon2'
import { randomInt } from 'node:crypto'
import { BASE_WORDS, COMMON_PASSWORDS } from './common-passwords'

/** argon2id is the library's default; about 64 ms on one core. */
const COST = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 }

const MIN_CHARACTERS = 12
const MIN_DIFFERENT = 5

/** One person types full-width digits, another composes an accent: the same password. */
const normal = (password: string): string => password.normalize('NFKC')

export const hashPassword = (password: string): Promise<string> => hash(normal(password), COST)

/** Takes as long for a person who is not there (`storedHash` undefined) as for a wrong password. */
export async function isPasswordRight(storedHash: string | undefined, password: string): Promise<boolean> {
  const isRight = await verify(storedHash ?? (await nobodysHash()), normal(password))
  return isRight && storedHash !== undefined
}

let nobodys: Promise<string> | undefined
const nobodysHash = (): Promise<string> => (nobodys ??= hashPassword(oneTimePassword()))

/** Hashes nobody's password ahead, so that the first unknown login takes no longer than later ones. */
export const prepareHashing = async (): Promise<void> => void (await nobodysHash())

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Four groups of four characters that cannot be misread: 79 bits. */
export function oneTimePassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}

/** Why a new password will not do; null where it will. */
export function passwordFault(password: string, login: string): 'too-short' | 'too-common' | null {
  const text = normal(password)
  if ([...text].length < MIN_CHARACTERS) return 'too-short'
  const plain = text.toLowerCase()
  const isCommon =
    COMMON_PASSWORDS.has(plain) ||
    BASE_WORDS.has(baseWord(plain)) ||
    new Set(plain).size < MIN_DIFFERENT ||
    isRun(plain) ||
    plain.includes(login.toLowerCase())
  return isCommon ? 'too-common' : null
}

/** `p@ssw0rd!2026` without what stands around it, in plain letters. */
function baseWord(text: string): string {
  const core = text.replaceAll(/^[^a-z@$]+|[^a-z@$]+$/g, '')
  return core
    .replaceAll('@', 'a')
    .replaceAll('0', 'o')
    .replaceAll('$', 's')
    .replaceAll(/[^a-z]/g, '')
}

const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb',
]

/** A way along the keyboard or the alphabet, there or back, perhaps repeated. */
function isRun(text: string): boolean {
  const back = [...text].reverse().join('')
  return [text, back].some((way) => RUNS.some((run) => run.includes(way) || run.repeat(4).includes(way)))
}
