/** Files as they are sent: each stored at once, zips unpacked, what cannot be a table refused by name. */
import { MAX_FILE_BYTES } from '@sma/importers/bytes/limits'
import type { uploadFiles } from '@sma/contract/staff-files'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { isTableName } from './import-paths'
import { queueImport, type StoredFile } from './jobs.service'

type UploadReply = z.input<typeof uploadFiles.reply>

/** One part of an upload, in the order sent. */
export interface SentFile {
  name: string
  bytes: Buffer
  /** More was sent than a file may have. */
  isCut: boolean
}

const MAX_NAME = 300

/** Stores what was sent and queues its import; the bytes of one file at a time are in memory. */
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

async function takeFile(
  deps: Deps,
  { name, bytes, isCut }: SentFile,
  { files, refused }: Pick<UploadReply, 'files' | 'refused'>,
): Promise<void> {
  if (isCut || bytes.length > MAX_FILE_BYTES) return void refused.push({ name, reason: 'too-large' })
  if (bytes.length === 0) return void refused.push({ name, reason: 'empty' })
  const archive = /\.zip$/i.test(name) ? await deps.reader.unpack(bytes) : null
  if (!archive) return void files.push(await store(deps, name, bytes))
  refused.push(...archive.refused)
  for (const inside of archive.files) {
    if (isTableName(inside.name)) files.push(await store(deps, inside.name, inside.bytes))
    else refused.push({ name: inside.name, reason: 'not-a-table' })
  }
}

async function store({ files }: Deps, name: string, bytes: Uint8Array): Promise<StoredFile> {
  return { name: name.slice(-MAX_NAME), sha256: await files.put(bytes), size: bytes.length }
}
