/** ID numbers and phones: normal form, validity and masks, shared by the API, the importers and the web. */

export const ID_TYPES = ['id-card', 'passport', 'hk-macau-permit', 'taiwan-permit', 'social-credit-code'] as const
export type IdType = (typeof ID_TYPES)[number]

/** The form in which ID numbers are stored and compared: NFKC, upper case, without blanks and invisible marks. */
export function normalIdNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]/gu, '')
    .toUpperCase()
}

/** True where the text is a well-formed number of this type; check digits and the birth date are verified. */
export function isIdNumber(type: IdType, text: string): boolean {
  const number = normalIdNumber(text)
  switch (type) {
    case 'id-card':
      return isIdCard(number)
    case 'passport':
      return /^(?=.*\d)[A-Z0-9]{5,17}$/.test(number)
    case 'hk-macau-permit':
      return /^[HM]\d{8}(\d{2})?$/.test(number)
    case 'taiwan-permit':
      return /^\d{8}(\d{2}([A-Z]|\([A-Z]\))?)?$/.test(number)
    case 'social-credit-code':
      return isSocialCreditCode(number)
  }
}

/** True where the text is a well-formed number of any type: what sign-in can tell before it knows a client. */
export function isAnyIdNumber(text: string): boolean {
  return ID_TYPES.some((type) => isIdNumber(type, text))
}

const CARD_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CARD_CHECKS = '10X98765432'

/** GB 11643: region, birth date, sequence, check digit (ISO 7064 MOD 11-2). */
function isIdCard(number: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(number) || !isBirthDate(number.slice(6, 14))) return false
  const sum = CARD_WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
  return CARD_CHECKS[sum % 11] === number[17]
}

function isBirthDate(digits: string): boolean {
  const year = Number(digits.slice(0, 4))
  const month = Number(digits.slice(4, 6))
  const day = Number(digits.slice(6))
  if (year < 1850 || year > 2199 || month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day <= (lengths[month - 1] ?? 0)
}

const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** GB 32100: 18 characters without I, O, S, V, Z; the last is a check character modulo 31. */
function isSocialCreditCode(number: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(number)) return false
  const sum = CREDIT_WEIGHTS.reduce(
    (total, weight, at) => total + weight * CREDIT_ALPHABET.indexOf(number[at] ?? ''),
    0,
  )
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31] === number[17]
}

/**
 * The form in which phones are stored and compared: a mainland mobile as its 11 digits, any other as `+` and digits.
 * Blanks, invisible marks, hyphens, dots and brackets go; `0086` and `86` before a mobile go, another `00` becomes `+`.
 */
export function normalPhone(text: string): string {
  const bare = text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}().\-\u2010-\u2015\u2212]/gu, '')
    .replace(/^00/, '+')
  return bare.replace(/^\+?86(?=1\d{10}$)/, '')
}

/** True for a mainland mobile, or a number written with its country code (7 to 15 digits). */
export function isPhone(text: string): boolean {
  return /^(1[3-9]\d{9}|\+(?!86)[1-9]\d{6,14})$/.test(normalPhone(text))
}

/** The form in which names are compared: NFKC, upper case, without blanks and invisible marks. */
export const normalName = (text: string): string => normalIdNumber(text)

/** First and last character with stars between: `1****************4`. */
export function maskIdNumber(text: string): string {
  const number = normalIdNumber(text)
  if (number.length < 3) return '*'.repeat(number.length)
  return `${number.slice(0, 1)}${'*'.repeat(number.length - 2)}${number.slice(-1)}`
}

/** `138****1234`; of short texts nothing shows. */
export function maskPhone(text: string): string {
  const phone = normalPhone(text)
  if (phone.length < 8) return '*'.repeat(phone.length)
  return `${phone.slice(0, 3)}${'*'.repeat(phone.length - 7)}${phone.slice(-4)}`
}

/** The first character of a name, then stars: `张*`, `欧***`. */
export function maskName(text: string): string {
  const [first = '', ...rest] = text.normalize('NFKC').trim()
  return `${first}${'*'.repeat(Math.max(1, Math.min(rest.length, 4)))}`
}
