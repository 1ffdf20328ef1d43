import { expect, it } from 'vitest'
import { telLink, vcardOf } from './vcard'

const NONE = { company: null, mobile: null, telephone: null, email: null, address: null }

it('writes what is known, each on its line', () => {
  const card = {
    name: '李经理',
    company: '示例资管',
    mobile: '13800138000',
    telephone: '400-000-0000',
    email: 'li@example.com',
  }
  expect(vcardOf({ ...card, address: '示例市示例路1号' })).toBe(
    [
      'BEGIN:VCARD',
      'VERSION:3.0',
      'N:李经理;;;;',
      'FN:李经理',
      'ORG:示例资管',
      'TEL;TYPE=CELL:13800138000',
      'TEL;TYPE=WORK:400-000-0000',
      'EMAIL:li@example.com',
      'ADR;TYPE=WORK:;;示例市示例路1号;;;;',
      'END:VCARD',
      '',
    ].join('\r\n'),
  )
})

it('lets no value become a field of its own', () => {
  const card = vcardOf({ ...NONE, name: 'A;B,C\\D\r\nTEL:110\nNOTE:x' })
  expect(card.split('\r\n')).toEqual([
    'BEGIN:VCARD',
    'VERSION:3.0',
    'N:A\\;B\\,C\\\\D\\nTEL:110\\nNOTE:x;;;;',
    'FN:A\\;B\\,C\\\\D\\nTEL:110\\nNOTE:x',
    'END:VCARD',
    '',
  ])
})

it('folds long lines between characters', () => {
  const lines = vcardOf({ ...NONE, name: '李', address: '路'.repeat(60) }).split('\r\n')
  expect(lines.every((line) => new TextEncoder().encode(line).length <= 75)).toBe(true)
  expect(lines.join('').replaceAll('\r\n ', '').replaceAll(' 路', '路')).toContain('路'.repeat(60))
})

it.each([
  ['138 0013 8000', 'tel:13800138000'],
  ['+86 138-0013-8000', 'tel:+8613800138000'],
  ['(021) 6000-0000 转 12', 'tel:02160000000'],
  ['400-000-0000', 'tel:4000000000'],
])('%s is dialled as %s', (number, link) => {
  expect(telLink(number)).toBe(link)
})
