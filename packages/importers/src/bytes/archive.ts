/** A zip of files, as people send a morning's exports; a workbook is a zip too, but a file of its own. */
import { MAX_FILE_BYTES, MAX_UNPACKED_BYTES } from './limits'
import { unpack, zipEntries, type ZipEntry } from './zip'

export interface ArchivedFile {
  name: string
  bytes: Uint8Array
}

export interface Archive {
  files: ArchivedFile[]
  /** What is not taken, and why. */
  refused: { name: string; reason: 'too-large' | 'too-many' | 'damaged' }[]
}

export const MAX_ARCHIVED_FILES = 5_000
/** What zip programs add by themselves, and notes beside the files. */
const IGNORED = /(^|\/)(__MACOSX\/|\.|~\$)|\/$/

/** The files in a zip, folders flattened; null where the bytes are no zip of files. Never throws. */
export function readArchive(bytes: Uint8Array): Archive | null {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return null
  const entries = zipEntries(bytes)
  if (entries === null || entries.some(({ name }) => name === '[Content_Types].xml')) return null
  const archive: Archive = { files: [], refused: [] }
  let left = MAX_UNPACKED_BYTES
  for (const entry of entries.filter(({ name }) => !IGNORED.test(name))) {
    const name = entry.name.split(/[/\\]/).at(-1) ?? entry.name
    const reason = entry.unpackedBytes > Math.min(MAX_FILE_BYTES, left) ? 'too-large' : fullness(archive)
    const file = reason === null ? unpacked(entry) : null
    if (file) archive.files.push({ name, bytes: file })
    else archive.refused.push({ name, reason: reason ?? 'damaged' })
    left -= file?.length ?? 0
  }
  return archive
}

const fullness = ({ files }: Archive): 'too-many' | null => (files.length >= MAX_ARCHIVED_FILES ? 'too-many' : null)

function unpacked(entry: ZipEntry): Uint8Array | null {
  try {
    return unpack(entry)
  } catch {
    return null
  }
}
