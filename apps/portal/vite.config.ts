import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { webApp } from '../../scripts/lib/web-app.mjs'

const PDFJS = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')))

/** What pdf.js asks for by name: character maps of Chinese fonts that a PDF does not bring, and Latin fonts in their place. */
const PDF_PARTS: [from: string, to: string, wanted: RegExp][] = [
  ['cmaps', 'pdf/cmaps', /^(Adobe-(GB|CNS)1-|GB|Uni(GB|CNS)|B5|ETen|HK|Identity)/],
  ['standard_fonts', 'pdf/fonts', /\.(pfb|ttf)$/],
]

const pdfParts = (): Plugin => ({
  name: 'pdf-parts',
  generateBundle() {
    for (const [from, to, wanted] of PDF_PARTS)
      for (const name of readdirSync(join(PDFJS, from)).filter((file) => wanted.test(file)))
        this.emitFile({ type: 'asset', fileName: `${to}/${name}`, source: readFileSync(join(PDFJS, from, name)) })
  },
})

const shared = webApp(import.meta.url, '/')

export default defineConfig({ ...shared, plugins: [...shared.plugins, pdfParts()] })
