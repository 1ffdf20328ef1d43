/** How the reader wants pages to look. Kept in this browser; holds nothing about the reader. */
import { reactive, watchEffect } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'
export type RiseColour = 'red' | 'green'
export type Locale = 'zh-CN' | 'en'
export type TextSize = 'normal' | 'large' | 'largest'

export interface DisplaySettings {
  theme: Theme
  rise: RiseColour
  hideAmounts: boolean
  locale: Locale
  textSize: TextSize
}

export const LOCALES: readonly Locale[] = ['zh-CN', 'en']
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark']
export const RISE_COLOURS: readonly RiseColour[] = ['red', 'green']
export const TEXT_SIZES: readonly TextSize[] = ['normal', 'large', 'largest']

const STORAGE_KEY = 'sma.display'

function oneOf<T extends string>(allowed: readonly T[], value: unknown, otherwise: T): T {
  return allowed.find((candidate) => candidate === value) ?? otherwise
}

/** Chinese first; English only for a browser that asks for English before any Chinese. */
export function preferredLocale(languages: readonly string[]): Locale {
  const first = languages.find((language) => /^(zh|en)\b/i.test(language))
  return first?.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

/** Reads what was kept; anything that is no setting of ours falls back, field by field. */
export function parseSettings(kept: string | null, languages: readonly string[]): DisplaySettings {
  let raw: Record<string, unknown> = {}
  try {
    const value: unknown = JSON.parse(kept ?? '{}')
    if (typeof value === 'object' && value !== null) raw = value as Record<string, unknown>
  } catch {
    raw = {}
  }
  return {
    theme: oneOf(THEMES, raw['theme'], 'auto'),
    rise: oneOf(RISE_COLOURS, raw['rise'], 'red'),
    hideAmounts: raw['hideAmounts'] === true,
    locale: oneOf(LOCALES, raw['locale'], preferredLocale(languages)),
    textSize: oneOf(TEXT_SIZES, raw['textSize'], 'normal'),
  }
}

export const display = reactive<DisplaySettings>(parseSettings(null, []))

function keep(settings: DisplaySettings): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(settings))
  } catch {
    // Storage may be full or forbidden: the settings then last as long as the page.
  }
}

function kept(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY)
  } catch {
    return null
  }
}

const PAPERS = { light: '#f6f3ec', dark: '#151412' } as const

/** The browser's own bars take the colour of the paper: by the system's setting, or by the reader's own choice. */
function paintBars(theme: Theme): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const system = meta.media.includes('dark') ? 'dark' : 'light'
    meta.content = PAPERS[theme === 'auto' ? system : theme]
  }
}

/** Takes over the kept settings and from then on keeps every change and puts it on the document. Call once, before mounting. */
export function startDisplaySettings(): void {
  Object.assign(display, parseSettings(kept(), navigator.languages))
  watchEffect(() => {
    const root = document.documentElement
    root.lang = display.locale
    root.dataset['rise'] = display.rise
    root.dataset['text'] = display.textSize
    if (display.theme === 'auto') delete root.dataset['theme']
    else root.dataset['theme'] = display.theme
    paintBars(display.theme)
    keep({ ...display })
  })
}
