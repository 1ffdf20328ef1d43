/** What a PDF of Chromium prints on each page: the operators of its content, inflated. */
import { constants, inflateSync } from 'node:zlib'

/** Contents of the pages in their order in the file. */
export function pageContents(pdf: Buffer): string[] {
  const text = pdf.toString('latin1')
  const objects = new Map<string, string>()
  for (const [, id = '', body = ''] of text.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)\nendobj/g)) objects.set(id, body)
  const pages = [...objects.values()].filter((body) => /\/Type\s*\/Page\b(?!s)/.test(body))
  return pages.map((body) => {
    const id = /\/Contents\s+(\d+) 0 R/.exec(body)?.[1] ?? ''
    const stream = /stream\r?\n([\s\S]*?)\r?\nendstream/.exec(objects.get(id) ?? '')?.[1] ?? ''
    // A line end before `endstream` may be taken for one of its own: what is there is enough.
    return inflateSync(Buffer.from(stream, 'latin1'), { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1')
  })
}

/** Shows text: a page without any is blank. */
export const hasText = (content: string): boolean => /\bT[jJ]\b/.test(content)
