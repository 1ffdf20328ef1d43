/** Reads a PDF back: its pages, its words, and which fonts it carries. */
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

interface ReadPdf {
  pages: number
  /** All words in reading order without any space, so that line breaks do not matter. */
  text: string
  fonts: string[]
  /** Fonts that are named without being inside. */
  missingFonts: number
}

export async function readPdf(bytes: Buffer): Promise<ReadPdf> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 })
  const document = await task.promise
  const words: string[] = []
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent()
    for (const item of items) if ('str' in item) words.push(item.str)
  }
  const pages = document.numPages
  await task.destroy()
  const raw = bytes.toString('latin1')
  const count = (pattern: RegExp) => raw.match(pattern)?.length ?? 0
  return {
    pages,
    text: words.join('').replaceAll(/\s+/g, ''),
    fonts: [
      ...new Set([...raw.matchAll(/\/FontName \/[A-Z]{6}\+([\w-]+)/g)].map((match) => match[1] ?? '')),
    ].toSorted(),
    missingFonts: count(/\/FontDescriptor\b(?! \d)/g) - count(/\/FontFile[23]?\b/g),
  }
}
