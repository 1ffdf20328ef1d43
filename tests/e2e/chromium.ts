import { chromium, devices, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

export type Screen = 'phone' | 'desk'

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.SMA_CHROMIUM || '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** LOOK.md's two sizes. */
export const SCREENS: Record<Screen, BrowserContextOptions> = {
  phone: { ...devices['iPhone 13'], viewport: { width: 390, height: 844 } },
  desk: { viewport: { width: 1440, height: 900 } },
}

/** Errors on the console, thrown errors and violations of the page's policy, as they come. A refused request is no error of the page. */
export async function listen(page: Page): Promise<string[]> {
  const errors: string[] = []
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
      console.error(`policy violated: ${effectiveDirective} ${blockedURI} ${sample}`),
    )
  })
  page.on('console', (message) => {
    const refused = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !refused) errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  return errors
}
