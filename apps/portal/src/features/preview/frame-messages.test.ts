import { expect, it } from 'vitest'
import { brandIn, fileIn } from './frame-messages'

const parent = {} as Window
const here = { parent, location: { origin: 'https://sma.example' } }
const brand = { name: '澄江资产', shortName: '澄江', accent: '#1f5f78', links: [], texts: [] }
const message = { origin: 'https://sma.example', source: parent, data: { type: 'sma-brand', brand } }

it('takes a brand from the page around it alone, and nothing that is none', () => {
  expect(brandIn(message, here)).toBe(brand)
  const others = [
    { ...message, origin: 'https://evil.example' },
    { ...message, source: {} as Window },
    { ...message, data: { type: 'other', brand } },
    { ...message, data: null },
    { ...message, data: { type: 'sma-brand', brand: { ...brand, accent: 'red;}' } } },
    { ...message, data: { type: 'sma-brand', brand: { ...brand, links: 'x' } } },
  ]
  for (const other of others) expect(brandIn(other, here)).toBeNull()
})

it('and the bytes of a file likewise', () => {
  const bytes = new Uint8Array([37, 80, 68, 70]).buffer
  const file = { ...message, data: { type: 'sma-file', bytes } }
  expect(fileIn(file, here)).toEqual(new Uint8Array([37, 80, 68, 70]))
  expect(fileIn({ ...file, origin: 'https://evil.example' }, here)).toBeNull()
  expect(fileIn({ ...file, source: {} as Window }, here)).toBeNull()
  expect(fileIn({ ...file, data: { type: 'sma-file', bytes: 'text' } }, here)).toBeNull()
  expect(fileIn(message, here)).toBeNull()
})
