/** WCAG 2 contrast of opaque `#rrggbb` colours, and accents a brand may choose freely made readable on both papers. */

function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

function toHex(parts: readonly number[]): string {
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}

function luminance(hex: string): number {
  const [red, green, blue] = channels(hex).map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function mix(from: string, to: string, share: number): string {
  const target = channels(to)
  return toHex(channels(from).map((part, index) => part + ((target[index] ?? 0) - part) * share))
}

const READABLE = 4.5
const STEPS = 20

/** The colour moved towards black or white just as far as text on every one of the grounds needs. */
export function readableOn(colour: string, grounds: readonly string[]): string {
  const towards = luminance(grounds[0] ?? '#ffffff') > 0.18 ? '#000000' : '#ffffff'
  for (let step = 0; step <= STEPS; step += 1) {
    const candidate = mix(colour, towards, step / STEPS)
    if (grounds.every((ground) => contrast(candidate, ground) >= READABLE)) return candidate
  }
  return towards
}

/** White or near-black, whichever reads better on the colour. */
export function inkOn(colour: string): string {
  return contrast(colour, '#ffffff') >= contrast(colour, '#151412') ? '#ffffff' : '#151412'
}

/** Custom properties for one brand accent (see theme.css). */
export function accentTokens(accent: string): Record<string, string> {
  const light = readableOn(accent, ['#f6f3ec', '#fffdf8'])
  const dark = readableOn(accent, ['#1d1b18', '#151412'])
  return {
    '--brand-accent-light': light,
    '--brand-accent-light-ink': inkOn(light),
    '--brand-accent-dark': dark,
    '--brand-accent-dark-ink': inkOn(dark),
  }
}
