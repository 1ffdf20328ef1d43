import { expect, it } from 'vitest'
import { waitParts } from './words'

it('says how long to wait in seconds, minutes or hours, never too short', () => {
  const said = [1, 90, 91, 120, 121, 5400, 5401, 86_400].map((seconds) => waitParts(seconds))
  expect(said.map((wait) => `${wait?.count} ${wait?.unit}`)).toEqual([
    '1 second',
    '90 second',
    '2 minute',
    '2 minute',
    '3 minute',
    '90 minute',
    '2 hour',
    '24 hour',
  ])
  expect(waitParts(null)).toBeNull()
})
