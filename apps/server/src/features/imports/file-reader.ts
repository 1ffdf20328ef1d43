/**
 * Files are read in a process of their own with caps on time and memory: a file that breaks them is a rejected file, and the
 * server answers meanwhile. A thread would not do: an array that outgrows its memory ends the whole process.
 */
import { readArchive, type Archive } from '@sma/importers/bytes/archive'
import { problem } from '@sma/importers/problems'
import type { ReadOptions } from '@sma/importers/records'
import { openHelper, programBeside, type HelperCaps, type Stopped } from '../../helper-process'
import type { ReadContent } from './read-file'
import type { ReadTask } from './read-process'

export interface FileReader {
  /** Never rejects: what stops the reading is a problem of the file. */
  read(bytes: Uint8Array, options: ReadOptions): Promise<ReadContent>
  /** The files of a zip; null where the bytes are none, or could not be unpacked within the caps. */
  unpack(bytes: Uint8Array): Promise<Archive | null>
}

export const readInThisProcess: FileReader = {
  read: async (bytes, options) => (await import('./read-file')).readContent(bytes, options),
  unpack: async (bytes) => readArchive(bytes),
}

const CAPS: HelperCaps = { seconds: 60, heapMiB: 512, program: programBeside(import.meta.url, 'read-process') }

export function openFileReader(caps: Partial<HelperCaps> = {}): FileReader {
  const helper = openHelper<ReadTask>({ ...CAPS, ...caps })
  return {
    async read(bytes, options) {
      const result = await helper.ask({ kind: 'read', bytes, options })
      return 'answer' in result ? received(result.answer as ReadContent) : stoppedContent(result.stopped)
    },
    async unpack(bytes) {
      const result = await helper.ask({ kind: 'unpack', bytes })
      return 'answer' in result ? (result.answer as Archive | null) : null
    },
  }
}

/** A Buffer arrives as its plain bytes. */
function received(content: ReadContent): ReadContent {
  for (const valuation of content.valuations) valuation.payload = Buffer.from(valuation.payload)
  return content
}

const stoppedContent = (found: Stopped): ReadContent => ({
  kind: null,
  valuations: [],
  records: [],
  problems: [problem('reading-stopped', 'error', { found })],
  firstDate: null,
})
