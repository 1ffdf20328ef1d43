/** The files of a multipart request as they arrive. */
import type { FastifyRequest } from 'fastify'
import type { SentFile } from '../incoming-file'
import { AppError } from './errors'

/** Control characters, and those that turn the direction of writing: `report\u202efdp.exe` would read as a PDF. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** What breaks off is the sender's fault; a store that fails stays what it is. */
export async function* sentFiles(request: FastifyRequest): AsyncGenerator<SentFile> {
  if (!request.isMultipart()) throw new AppError('upload-invalid')
  try {
    for await (const { filename, file } of request.files())
      yield { name: filename.replaceAll(UNSEEN, ''), stream: arriving(file), isCut: () => file.truncated }
  } catch {
    throw new AppError('upload-invalid')
  }
}

async function* arriving(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* file
  } catch {
    throw new AppError('upload-invalid')
  }
}
