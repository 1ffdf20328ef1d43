/** Colours a chart draws with, read from the tokens of theme.css. */
export interface Palette {
  ink: string
  soft: string
  line: string
  edge: string
  sheet: string
  paper: string
  accent: string
  rise: string
  fall: string
  font: string
}

/** Reads the tokens as they are now; read again when theme or rise colour change. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: token('--ink'),
    soft: token('--soft'),
    line: token('--line'),
    edge: token('--edge'),
    sheet: token('--sheet'),
    paper: token('--paper'),
    accent: token('--accent'),
    rise: token('--rise'),
    fall: token('--fall'),
    font: token('--sans'),
  }
}
