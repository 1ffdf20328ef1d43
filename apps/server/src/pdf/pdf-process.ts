/** Runs in the process of render-pdf.ts: a document in, a PDF out. */
import { typeset, type PdfDocument } from './typeset'

process.on('message', (document: PdfDocument) => {
  process.send?.(typeset(document))
})
