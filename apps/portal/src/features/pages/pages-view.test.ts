import { expect, it } from 'vitest'
import { isPageName } from './pages-view'

it('a page is one of the house’s five', () => {
  expect(['about', 'privacy', 'constructor', '', undefined, ['about']].map(isPageName)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})
