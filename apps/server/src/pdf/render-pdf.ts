/**
 * PDFs are made in a process of their own: the library is native code, and what ended it would end the server. It serves one page
 * after the other, and refuses where too many wait.
 */
import type { Logger } from 'pino'
import { AppError } from '../http/errors'
import { openHelper, programBeside, type HelperCaps } from '../helper-process'
import type { PdfDocument } from './typeset'

/** Throws `service-unavailable` where the page could not be made within the caps, or too many wait. */
export type RenderPdf = (document: PdfDocument) => Promise<Buffer>

export const renderInThisProcess: RenderPdf = async (document) => (await import('./typeset')).typeset(document)

const CAPS: HelperCaps = { seconds: 10, heapMiB: 256, program: programBeside(import.meta.url, 'pdf-process') }
const MOST_WAITING = 50

export function openPdfRenderer(log: Logger, caps: Partial<HelperCaps> = {}): RenderPdf {
  const helper = openHelper<PdfDocument>({ ...CAPS, ...caps })
  return async (document) => {
    if (helper.waiting() >= MOST_WAITING) throw new AppError('service-unavailable', { retryAfterSeconds: 5 })
    const result = await helper.ask(document)
    if ('stopped' in result) {
      log.error({ stopped: result.stopped }, 'a PDF could not be made')
      throw new AppError('service-unavailable', { retryAfterSeconds: 5 })
    }
    // Sent between processes it arrives as its plain bytes.
    return Buffer.from(result.answer as Uint8Array)
  }
}
