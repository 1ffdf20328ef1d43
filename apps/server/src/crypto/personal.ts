/** How personal data is found and sealed: one place for purposes and places, shared by sign-in and the import of clients. */
import { normalIdNumber, normalPhone } from '@sma/contract/identity'
import type { Keys } from './keys'

/** Look-up hash of an ID number, whatever its spelling. */
export const idNumberMac = (keys: Keys, idNumber: string): string => keys.mac('id-number', normalIdNumber(idNumber))

/** Look-up hash of a phone, whatever its spelling. */
export const phoneMac = (keys: Keys, phone: string): string => keys.mac('phone', normalPhone(phone))

/** The place of an encrypted value: table|column|row, the column without its `_enc`. */
export const placeOf = (table: string, column: string, id: string): string => `${table}|${column}|${id}`
