import type { Reply } from '@sma/contract/api'

export type Contact = Reply<'readContact'>

/** What means something in a card is written so that it does not (RFC 6350, 3.4). */
const escaped = (text: string): string => text.replaceAll(/[\\,;]/g, '\\$&').replaceAll(/\r\n|\r|\n/g, '\\n')

const MAX_BYTES = 75
const encoder = new TextEncoder()

/** Lines of at most 75 bytes, none broken within a character; a line that goes on begins with a blank. */
function folded(line: string): string {
  const lines = ['']
  let bytes = 0
  for (const sign of line) {
    const size = encoder.encode(sign).length
    if (bytes + size > MAX_BYTES) {
      lines.push(' ')
      bytes = 1
    }
    lines[lines.length - 1] += sign
    bytes += size
  }
  return lines.join('\r\n')
}

/** A card for address books (vCard 3.0, which phones and Outlook alike take). */
export function vcardOf({ name, company, mobile, telephone, email, address }: Contact): string {
  const lines: [string, string | null][] = [
    ['N', `${escaped(name)};;;;`],
    ['FN', escaped(name)],
    ['ORG', company && escaped(company)],
    ['TEL;TYPE=CELL', mobile && escaped(mobile)],
    ['TEL;TYPE=WORK', telephone && escaped(telephone)],
    ['EMAIL', email && escaped(email)],
    ['ADR;TYPE=WORK', address && `;;${escaped(address)};;;;`],
  ]
  const filled = lines.filter(([, value]) => value).map(([field, value]) => folded(`${field}:${value}`))
  return ['BEGIN:VCARD', 'VERSION:3.0', ...filled, 'END:VCARD', ''].join('\r\n')
}

/** What a phone dials: an extension (转 12) is left to the person. */
export const telLink = (number: string): string =>
  `tel:${number.replace(/(转|ext).*$/i, '').replaceAll(/(?!^\+)[^\d]/g, '')}`
