import { chromium, devices, type Browser, type BrowserContextOptions } from 'playwright-core'

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
