import { expect, it } from 'vitest'
import { addMissing, ARRAY_METHODS, OBJECT_METHODS } from './older-browsers'

const { at, findLast, toReversed, toSorted } = ARRAY_METHODS

it('does what browsers do that have these methods', () => {
  const list = [3, 1, 2]
  expect([0, 2, 3, -1, -3, -4].map((index) => at.call(list, index))).toEqual([3, 2, undefined, 2, 3, undefined])
  expect(at.call(list, Number.NaN)).toBe(3)
  const seen: unknown[] = []
  const found = findLast.call(list, (one, index) => seen.push([one, index]) && one === 1)
  expect([found, seen]).toEqual([
    1,
    [
      [2, 2],
      [1, 1],
    ],
  ])
  expect(findLast.call(list, () => false)).toBeUndefined()
  expect(toReversed.call(list)).toEqual([2, 1, 3])
  expect(toSorted.call(list)).toEqual([1, 2, 3])
  expect(toSorted.call(list, (left, right) => Number(right) - Number(left))).toEqual([3, 2, 1])
  expect(list).toEqual([3, 1, 2])
  expect(OBJECT_METHODS.hasOwn({ own: 1 }, 'own')).toBe(true)
  expect(OBJECT_METHODS.hasOwn({}, 'toString')).toBe(false)
})

it('leaves what is there alone, and shows in no loop', () => {
  const own = () => 'own'
  const to = { at: own }
  addMissing(to, ARRAY_METHODS)
  expect(to.at).toBe(own)
  expect(Object.keys(to)).toEqual(['at'])
  expect(to).toHaveProperty('toSorted', toSorted)
})
