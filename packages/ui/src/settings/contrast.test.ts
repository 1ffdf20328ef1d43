import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { accentTokens, contrast } from './contrast'

const css = readFileSync(new URL('../theme.css', import.meta.url), 'utf8')

function tokensOf(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((match) => [match[1], match[2]]))
}

function firstHex(value: string | undefined): string {
  return /#[0-9a-f]{6}/.exec(value ?? '')?.[0] ?? ''
}

const blocks = [...css.matchAll(/\{([^{}]*color-scheme[^{}]*)\}/g)].map((match) => tokensOf(match[1] ?? ''))
const [light = {}, systemDark = {}, chosenDark = {}] = blocks

it('computes the contrast of known pairs', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

describe('theme.css', () => {
  it('has the same dark tokens for the system setting and for the own choice', () => {
    expect(systemDark).toEqual(chosenDark)
    expect(Object.keys(light)).toEqual(expect.arrayContaining(Object.keys(systemDark)))
  })

  it.each([
    ['light', light],
    ['dark', chosenDark],
  ])('%s: text reads at 4.5:1 on both grounds, edges at 3:1', (_, tokens) => {
    for (const ground of ['--paper', '--sheet']) {
      for (const text of ['--ink', '--soft', '--accent', '--red', '--green']) {
        expect(contrast(firstHex(tokens[text]), firstHex(tokens[ground])), text).toBeGreaterThanOrEqual(4.5)
      }
      expect(contrast(firstHex(tokens['--edge']), firstHex(tokens[ground]))).toBeGreaterThanOrEqual(3)
    }
    expect(contrast(firstHex(tokens['--fill-ink']), firstHex(tokens['--fill']))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(firstHex(tokens['--soft']), firstHex(tokens['--line']))).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    ['light', light],
    ['dark', chosenDark],
  ])('%s: neighbouring class hues read apart in grey', (_, tokens) => {
    const hues = ['fixed-income', 'equity', 'alternative', 'money', 'cash'].map(
      (name) => tokens[`--class-${name}`] ?? '',
    )
    for (const [index, hue] of hues.slice(1).entries()) {
      expect(contrast(hue, hues[index] ?? '')).toBeGreaterThan(1.25)
    }
  })
})

it('keeps the hue of an accent and leaves a readable one alone', () => {
  const tokens = accentTokens('#8f1d22')
  expect(tokens['--brand-accent-light']).toBe('#8f1d22')
  const [red, green, blue] = [1, 3, 5].map((at) =>
    parseInt((tokens['--brand-accent-dark'] ?? '').slice(at, at + 2), 16),
  )
  expect(red).toBeGreaterThan(200)
  expect(Math.abs((green ?? 0) - (blue ?? 255))).toBeLessThan(12)
})

it.each(['#8f1d22', '#ffe600', '#00008b', '#777777', '#ffffff', '#000000'])('makes accent %s readable', (accent) => {
  const tokens = accentTokens(accent)
  expect(contrast(tokens['--brand-accent-light'] ?? '', '#f6f3ec')).toBeGreaterThanOrEqual(4.5)
  expect(contrast(tokens['--brand-accent-dark'] ?? '', '#1d1b18')).toBeGreaterThanOrEqual(4.5)
  for (const side of ['light', 'dark']) {
    const pair = [tokens[`--brand-fill-${side}`] ?? '', tokens[`--brand-fill-${side}-ink`] ?? ''] as const
    expect(contrast(...pair)).toBeGreaterThanOrEqual(4.5)
  }
  expect(contrast(tokens['--brand-fill-dark'] ?? '', '#151412')).toBeGreaterThanOrEqual(1.8)
})

it('keeps a deep accent deep under the words of a button', () => {
  expect(accentTokens('#8f1d22')['--brand-fill-dark']).toBe('#8f1d22')
})
