/** A file that is compared with what is known before it is imported: the desks of accounts, clients and funds take one each. */
import type { Problem } from '@sma/importers/records'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { bytesOf, type SentFile } from '../../incoming-file'

export interface ReceivedFile {
  name: string
  bytes: Buffer
}

/** The one file that was sent; nothing is kept. Throws upload-invalid. */
export async function receivedFile(deps: Deps, sent: AsyncIterable<SentFile>): Promise<ReceivedFile> {
  let received: ReceivedFile | null = null
  for await (const { name, stream, isCut } of sent) {
    const file = await deps.files.receive(stream)
    try {
      if (received !== null || isCut() || file.size === 0) throw new AppError('upload-invalid')
      received = { name, bytes: await bytesOf(file) }
    } finally {
      await file.drop()
    }
  }
  if (received === null) throw new AppError('upload-invalid')
  return received
}

/** As the contract tells it. */
export const toldProblem = ({ code, severity, sheet, row, column, found, expected }: Problem) => ({
  code,
  severity,
  sheet,
  row,
  column,
  found,
  expected,
})
