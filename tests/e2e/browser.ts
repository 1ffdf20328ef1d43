/** A page in Chromium whose console must stay silent. */
import AxeBuilder from '@axe-core/playwright'
import { devices, type Browser, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { listen } from './chromium'

export type Screen = 'phone' | 'desk'

export interface Visit {
  page: Page
  /** Fails if the page has put an error on the console, thrown one or violated its policy. */
  expectSilence(): void
  close(): Promise<void>
}

export async function openVisit(browser: Browser, screen: Screen): Promise<Visit> {
  const phone = { ...devices['iPhone 13'], defaultBrowserType: undefined, viewport: { width: 390, height: 844 } }
  const context = await browser.newContext({
    ...(screen === 'phone' ? phone : { viewport: { width: 1440, height: 900 } }),
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const errors = await listen(page)
  page.setDefaultTimeout(15_000)
  return { page, expectSilence: () => expect(errors).toEqual([]), close: () => context.close() }
}

/** Accessibility: axe finds nothing on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
  expect(found).toEqual([])
}

/** Nothing is cut: the page is no wider than the screen. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  const { wide, screen } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }))
  expect(wide).toBeLessThanOrEqual(screen)
}
