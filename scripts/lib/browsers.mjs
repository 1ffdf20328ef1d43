// Whether what is served can be read by the browsers of docs/browsers.md: no newer syntax, and no newer CSS without an older line before it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { root } from './install.mjs'
import { TARGET } from './web-app.mjs'

const APPS = ['portal', 'console']

/** Values that browsers of the target drop, with the whole line they stand in. */
const NEW_VALUES = /\b(color-mix|oklch|oklab|lch|lab|light-dark)\(|\d(d|s|l)v[hw]\b/
/** What has no older line: everything in such a rule would be lost. */
const NEW_RULES = /@container\b|@layer\b|@scope\b|@starting-style\b/

/** The built files, `[{file, problem}]`, that a browser of the target would not read. */
export async function tooNew() {
  const found = []
  for (const app of APPS) {
    const folder = join(root, 'apps', app, 'dist/assets')
    for (const file of readdirSync(folder)) {
      const text = readFileSync(join(folder, file), 'utf8')
      const problem = /\.m?js$/.test(file) ? await newSyntax(text) : file.endsWith('.css') ? newCss(text) : null
      if (problem !== null) found.push({ file: `${app}: ${file}`, problem })
    }
  }
  return found
}

/** Syntax is too new where rewriting it for the target changes it. */
export async function newSyntax(text, target = TARGET) {
  const options = { loader: 'js', format: 'esm', legalComments: 'none', target: 'esnext' }
  try {
    const [old, asIs] = await Promise.all([printed(text, { ...options, target }), printed(text, options)])
    return old === asIs ? null : `newer syntax near ${firstDifference(asIs, old)}`
  } catch (error) {
    return error instanceof Error ? error.message.split('\n').slice(0, 2).join(' ') : String(error)
  }
}

/** Without brackets and blanks: for some targets functions are put in brackets, which changes nothing. */
const printed = async (text, options) => (await transform(text, options)).code.replaceAll(/[()\s]+/g, '')

const CONTEXT = 80

function firstDifference(one, other) {
  let at = 0
  while (one[at] === other[at]) at += 1
  return JSON.stringify(one.slice(Math.max(0, at - CONTEXT / 2), at + CONTEXT))
}

/** A block's declarations come in order: a new value needs the same property, with an older value, before it. */
export function newCss(text) {
  const rule = NEW_RULES.exec(text)
  if (rule) return `${rule[0]} has no older form`
  for (const [, guard, block = ''] of text.matchAll(/(@supports[^{]*\{[^{]*)?\{([^{}]*)\}/g)) {
    if (guard !== undefined) continue
    const older = new Set()
    for (const line of block.split(';')) {
      const [property = '', ...value] = line.split(':')
      if (!NEW_VALUES.test(value.join(':'))) older.add(property.trim())
      else if (!older.has(property.trim())) return `${line.trim()} has no older line before it`
    }
  }
  return null
}
