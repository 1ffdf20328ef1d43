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

interface Hsl {
  hue: number
  saturation: number
  lightness: number
}

function toHsl(hex: string): Hsl {
  const [red, green, blue] = channels(hex).map((part) => part / 255) as [number, number, number]
  const [low, high] = [Math.min(red, green, blue), Math.max(red, green, blue)]
  const lightness = (low + high) / 2
  const span = high - low
  if (span === 0) return { hue: 0, saturation: 0, lightness }
  const saturation = span / (1 - Math.abs(2 * lightness - 1))
  if (high === red) return { hue: (((green - blue) / span + 6) % 6) * 60, saturation, lightness }
  return { hue: (high === green ? (blue - red) / span + 2 : (red - green) / span + 4) * 60, saturation, lightness }
}

function fromHsl({ hue, saturation, lightness }: Hsl): string {
  const reach = saturation * Math.min(lightness, 1 - lightness)
  const channel = (offset: number) => {
    const turn = (offset + hue / 30) % 12
    return (lightness - reach * Math.max(-1, Math.min(turn - 3, 9 - turn, 1))) * 255
  }
  return toHex([channel(0), channel(8), channel(4)])
}

const READABLE = 4.5
const STANDS_OUT = 1.8
const STEPS = 20
const DARK_PAPER = '#151412'

/** The colour moved towards black (0) or white (1), its hue kept, just as far as `suits` asks. */
function moved(colour: string, end: 0 | 1, suits: (candidate: string) => boolean): string {
  const hsl = toHsl(colour)
  for (let step = 0; step <= STEPS; step += 1) {
    const lightness = hsl.lightness + (end - hsl.lightness) * (step / STEPS)
    const candidate = step === 0 ? colour : fromHsl({ ...hsl, lightness })
    if (suits(candidate)) return candidate
  }
  return end === 0 ? '#000000' : '#ffffff'
}

/** The colour made darker or lighter just as far as text on every one of the grounds needs. */
export function readableOn(colour: string, grounds: readonly string[]): string {
  const end = luminance(grounds[0] ?? '#ffffff') > 0.18 ? 0 : 1
  return moved(colour, end, (candidate) => grounds.every((ground) => contrast(candidate, ground) >= READABLE))
}

/** A button's ground on the dark paper: deep as the brand has it, if it stands out and carries readable words. */
function darkFill(accent: string): string {
  const carries = (candidate: string) => contrast(candidate, inkOn(candidate)) >= READABLE
  return moved(accent, 1, (candidate) => carries(candidate) && contrast(candidate, DARK_PAPER) >= STANDS_OUT)
}

/** White or near-black, whichever reads better on the colour. */
export function inkOn(colour: string): string {
  return contrast(colour, '#ffffff') >= contrast(colour, DARK_PAPER) ? '#ffffff' : DARK_PAPER
}

/** Custom properties for one brand accent (see theme.css). */
export function accentTokens(accent: string): Record<string, string> {
  const light = readableOn(accent, ['#f6f3ec', '#fffdf8'])
  const dark = readableOn(accent, ['#1d1b18', DARK_PAPER])
  const fill = darkFill(accent)
  return {
    '--brand-accent-light': light,
    '--brand-accent-dark': dark,
    '--brand-fill-light': light,
    '--brand-fill-light-ink': inkOn(light),
    '--brand-fill-dark': fill,
    '--brand-fill-dark-ink': inkOn(fill),
  }
}
