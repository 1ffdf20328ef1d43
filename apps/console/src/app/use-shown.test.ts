import { expect, it } from 'vitest'
import { shownOf } from './use-shown'

it('draws whole pages, at least one', () => {
  expect([undefined, '1', '3', '0', '-2', '2.9', 'x'].map(shownOf)).toEqual([100, 100, 300, 100, 100, 200, 100])
})
