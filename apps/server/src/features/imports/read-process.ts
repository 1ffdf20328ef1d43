/** Runs in the reading process of file-reader.ts: bytes in, records and problems out. */
import { readArchive } from '@sma/importers/bytes/archive'
import type { ReadOptions } from '@sma/importers/records'
import { readContent } from './read-file'

/** What the reader asks, one at a time. */
export type ReadTask = { kind: 'read'; bytes: Uint8Array; options: ReadOptions } | { kind: 'unpack'; bytes: Uint8Array }

process.on('message', (task: ReadTask) => {
  process.send?.(task.kind === 'read' ? readContent(task.bytes, task.options) : readArchive(task.bytes))
})
