/** How personal data is found and sealed: one place for purposes and places, shared by sign-in and the import of clients. */
import { normalIdNumber, normalName, normalPhone } from '@sma/contract/identity'
import type { Keys } from './keys'

/** Look-up hash of an ID number, whatever its spelling. */
export const idNumberMac = (keys: Keys, idNumber: string): string => keys.mac('id-number', normalIdNumber(idNumber))

/** Look-up hash of a phone, whatever its spelling. */
export const phoneMac = (keys: Keys, phone: string): string => keys.mac('phone', normalPhone(phone))

const TAIL = 4

/** Look-up hashes by which staff find a client: of the whole name, and of the last four signs of ID number and phone. */
export const searchMacs = (
  keys: Keys,
  { name, idNumber, phone }: { name: string; idNumber: string; phone: string },
) => ({
  name_mac: nameMac(keys, name),
  ...tailMacs(keys, { idNumber, phone }),
})

export const nameMac = (keys: Keys, name: string): string => keys.mac('name', normalName(name))

/** Of the last four signs. */
export const tailMacs = (keys: Keys, { idNumber, phone }: { idNumber: string; phone: string }) => ({
  id_number_tail_mac: idNumberTailMac(keys, normalIdNumber(idNumber).slice(-TAIL)),
  phone_tail_mac: phoneTailMac(keys, normalPhone(phone).slice(-TAIL)),
})

/** What was typed as last four signs, in the form in which they are compared; null where it is longer or shorter. */
export function typedTail(typed: string): string | null {
  // Not as a phone: 0086 at its front would be a country's code.
  const tail = normalIdNumber(typed)
  return tail.length === TAIL ? tail : null
}

export const idNumberTailMac = (keys: Keys, tail: string): string => keys.mac('id-number-tail', tail)
export const phoneTailMac = (keys: Keys, tail: string): string => keys.mac('phone-tail', tail)

/** The place of an encrypted value: table|column|row, the column without its `_enc`. */
export const placeOf = (table: string, column: string, id: string): string => `${table}|${column}|${id}`
