import { expect, it } from 'vitest'
import { otherDayShown } from './shown-day'

it('speaks up only where another day is shown than was asked for', () => {
  expect(otherDayShown('2021-11-21', '2021-11-19')).toEqual({ asked: '2021-11-21', shown: '2021-11-19' })
  expect(otherDayShown('2021-11-19', '2021-11-19')).toBeNull()
  expect(otherDayShown(undefined, '2021-11-19')).toBeNull()
})
