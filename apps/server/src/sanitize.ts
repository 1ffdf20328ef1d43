import { createRequire } from 'node:module'
import type sanitize from 'sanitize-html'

const require = createRequire(import.meta.url)
let loaded: typeof sanitize | undefined

/** The library, loaded with the first text that it has to clean: with what it brings it takes 14 MB. */
export const sanitizeHtml: typeof sanitize = (html, options) => {
  loaded ??= require('sanitize-html') as typeof sanitize
  return loaded(html, options)
}
