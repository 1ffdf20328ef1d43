import { expect, it } from 'vitest'
import { guideRows, type GuideStep } from './guide-view'

const step = (name: GuideStep['step'], isDone: boolean): GuideStep => ({
  step: name,
  isDone,
  count: null,
  templates: [],
})
const steps = [step('staff', true), step('funds', false), step('accounts', true), step('publish', false)]

it('leads to the first step that is not done, wherever later ones stand', () => {
  expect(guideRows({ steps }, ['operator']).map(({ isNext }) => isNext)).toEqual([false, true, false, false])
})

it('links what a person may do, and names who does the rest', () => {
  const links = (...roles: Parameters<typeof guideRows>[1]) =>
    guideRows({ steps }, roles).map(({ link, by }) => link?.to ?? by)
  expect(links('administrator')).toEqual(['/people', 'operator', 'operator', 'reviewer'])
  expect(links('operator')).toEqual(['administrator', '/upload', '/upload', 'reviewer'])
  expect(links('reviewer')).toEqual(['administrator', 'operator', 'operator', '/waiting'])
})
