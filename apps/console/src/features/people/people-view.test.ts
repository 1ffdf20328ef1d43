import { expect, it } from 'vitest'
import { codesIn, linkOf } from './people-view'

it('puts the secret of an invitation behind the #', () => {
  expect(linkOf({ login: 'lin', token: 'abc_-1' }, 'https://sma.example.com')).toBe(
    'https://sma.example.com/console/invitation#lin:abc_-1',
  )
})

it('reads codes as people type them', () => {
  expect(codesIn(' SA5001，SA5002\nSA5001; SA5003、 ')).toEqual(['SA5001', 'SA5002', 'SA5003'])
  expect(codesIn('')).toEqual([])
})
