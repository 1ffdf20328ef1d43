/** Files as they are sent: each stored at once, zips unpacked, what cannot be a table refused by name. */
import type { Archive } from '@sma/importers/bytes/archive'
import type { uploadFiles } from '@sma/contract/staff-files'
import type { z } from 'zod'
import { cutBefore } from '../../cut-text'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { bytesOf, type SentFile } from '../../incoming-file'
import { isArchiveName, isImportName } from './import-paths'
import { queueImport, type StoredFile } from './jobs.service'

type UploadReply = z.input<typeof uploadFiles.reply>

const MAX_NAME = 300

/** Stores what was sent as it arrives and queues its import; only a zip is ever whole in memory, one at a time. */
export async function takeUpload(
  deps: Deps,
  sent: AsyncIterable<SentFile>,
  { by, reason }: { by: string; reason: string | null },
): Promise<UploadReply> {
  const files: StoredFile[] = []
  const refused: UploadReply['refused'] = []
  let isAnySent = false
  for await (const file of sent) {
    isAnySent = true
    await takeFile(deps, file, { files, refused })
  }
  if (!isAnySent) throw new AppError('upload-invalid')
  const job = files.length === 0 ? null : await queueImport(deps, { origin: 'console', by, reason, files })
  return { job, files, refused }
}

type Taken = Pick<UploadReply, 'files' | 'refused'>

async function takeFile(deps: Deps, sent: SentFile, { files, refused }: Taken): Promise<void> {
  const { name } = sent
  const file = await deps.files.receive(sent.stream)
  try {
    if (sent.isCut()) return void refused.push({ name, reason: 'too-large' })
    if (file.size === 0) return void refused.push({ name, reason: 'empty' })
    const archive = isArchiveName(name) ? await deps.reader.unpack(await bytesOf(file)) : null
    if (archive) return await takeArchive(deps, archive, { files, refused })
    await file.keep()
    files.push({ name: keptName(name), sha256: file.sha256, size: file.size })
  } finally {
    await file.drop()
  }
}

async function takeArchive(deps: Deps, archive: Archive, { files, refused }: Taken): Promise<void> {
  refused.push(...archive.refused)
  for (const { name, bytes } of archive.files) {
    if (!isImportName(name)) refused.push({ name, reason: 'not-a-table' })
    else files.push({ name: keptName(name), sha256: await deps.files.put(bytes), size: bytes.length })
  }
}

const keptName = (name: string): string => cutBefore(name, MAX_NAME)
