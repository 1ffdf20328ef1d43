/** Every text stands in the message files: no key is missing in a language, none is left over. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import uiEn from '../src/locales/en.json'
import uiZh from '../src/locales/zh-CN.json'

export type Tree = { [key: string]: string | Tree }

function leaves(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : leaves(value, `${prefix}${key}.`),
  )
}

function sources(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const code = names.filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.test.ts'))
  return code.map((name) => readFileSync(`${folder}/${name}`, 'utf8')).join('\n')
}

const LITERAL = /['"`]([a-z][A-Za-z]*(?:\.[A-Za-z0-9-]+)+)['"`]/g
const PREFIX = /t[e]?\(\s*`([a-z][A-Za-z]*(?:\.[A-Za-z-]+)*\.)\$\{|`((?:error|reason)\.)\$\{/g

/** Those of each form, which all have the same. */
function placeholders(text: string): string[] {
  const [first = [], ...others] = text
    .split(' | ')
    .map((form) => [...form.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort())
  return others.every((other) => other.join() === first.join()) ? first : ['forms differ']
}

/** The tests of one app's message files beside those of ui; `folder` is the app's `src`. */
export function testMessages(own: { zh: Tree[]; en: Tree[]; folder: URL }): void {
  const zh = new Map([uiZh, ...own.zh].flatMap((part) => leaves(part)))
  const en = new Map([uiEn, ...own.en].flatMap((part) => leaves(part)))
  const folders = [own.folder, new URL('../src', import.meta.url)]
  const source = folders.map((folder) => sources(fileURLToPath(folder))).join('\n')
  const literals = new Set([...source.matchAll(LITERAL)].map((match) => match[1] ?? ''))
  const prefixes = new Set([...source.matchAll(PREFIX)].map((match) => match[1] ?? match[2] ?? ''))

  describe('messages', () => {
    it('have the same keys and placeholders in both languages', () => {
      expect([...en.keys()].sort()).toEqual([...zh.keys()].sort())
      for (const [key, text] of zh) expect(placeholders(en.get(key) ?? ''), key).toEqual(placeholders(text))
    })

    it('hold every key that the code names', () => {
      const called = [...source.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1] ?? '')
      expect(called.length).toBeGreaterThan(50)
      expect(called.filter((key) => !zh.has(key))).toEqual([])
    })

    it('hold at least one key for every composed prefix', () => {
      for (const prefix of prefixes)
        expect(
          [...zh.keys()].some((key) => key.startsWith(prefix)),
          prefix,
        ).toBe(true)
    })

    it('hold no key that the code never names', () => {
      const isUsed = (key: string) => literals.has(key) || [...prefixes].some((prefix) => key.startsWith(prefix))
      expect([...zh.keys()].filter((key) => !isUsed(key))).toEqual([])
    })

    it('contain no empty text, and Chinese speaks without exclamation', () => {
      for (const [key, text] of [...zh, ...en]) expect(text.trim(), key).not.toBe('')
      for (const [key, text] of zh) expect(text, key).not.toMatch(/[!！]/)
    })
  })
}
