import { expect, it } from 'vitest'
import { absentDay, correctionOf } from './shown-day'

const shown = { date: '2021-11-19', lastDate: '2021-11-19', withdrawn: [] as string[] }

it('speaks up only where another day is shown than was asked for', () => {
  const other = { asked: '2021-11-21', shown: '2021-11-19', isWithdrawn: false }
  expect(absentDay('2021-11-21', shown)).toEqual(other)
  expect(absentDay('2021-11-19', shown)).toBeNull()
  expect(absentDay(undefined, shown)).toBeNull()
})

it('says of a day that was taken back that it is being checked: asked for, or where it was the newest', () => {
  const withdrawn = ['2021-11-16', '2021-11-22']
  const taken = { asked: '2021-11-22', shown: '2021-11-19', isWithdrawn: true }
  expect(absentDay(undefined, { ...shown, withdrawn })).toEqual(taken)
  expect(absentDay('2021-11-19', { ...shown, withdrawn })).toEqual(taken)
  expect(absentDay('2021-11-23', { ...shown, withdrawn })).toEqual({
    ...taken,
    asked: '2021-11-23',
    isWithdrawn: false,
  })
  const earlier = { ...shown, date: '2021-11-15', withdrawn }
  expect(absentDay('2021-11-16', earlier)).toEqual({ asked: '2021-11-16', shown: '2021-11-15', isWithdrawn: true })
  expect(absentDay('2021-11-15', earlier)).toBeNull()
})

it('tells when a corrected day was shown first and anew, by the calendar in Shanghai', () => {
  const restated = { reason: '补记利息', firstPublishedAt: '2021-11-22T01:00:00Z', publishedAt: '2021-11-23T16:00:00Z' }
  expect(correctionOf(restated)).toEqual({ reason: '补记利息', first: '2021-11-22', corrected: '2021-11-24' })
})
