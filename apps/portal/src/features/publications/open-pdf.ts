/** pdf.js, in a chunk of its own with its worker; it is given bytes and asks for nothing but character maps of ours. */
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
// oxlint-disable-next-line import/default -- Vite makes an address of it
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker&url'

GlobalWorkerOptions.workerSrc = workerUrl

export interface OpenPdf {
  document: PDFDocumentProxy
  close(): Promise<void>
}

/** Opens a PDF for drawing. Scripts in it are never run, and no font is fetched from anywhere. */
export async function openPdf(data: Uint8Array): Promise<OpenPdf> {
  const task = getDocument({
    data,
    enableXfa: false,
    useWasm: false,
    cMapUrl: '/pdf/cmaps/',
    cMapPacked: true,
    standardFontDataUrl: '/pdf/fonts/',
    disableAutoFetch: true,
    disableStream: true,
  })
  return { document: await task.promise, close: () => task.destroy() }
}
