/**
 * Files are read in a worker thread with caps on time and memory: a file that breaks them is a rejected file, and the server
 * answers meanwhile. The thread starts at the first file, serves one at a time, and is replaced where it was stopped.
 */
import { readArchive, type Archive } from '@sma/importers/bytes/archive'
import { problem } from '@sma/importers/problems'
import type { ReadOptions } from '@sma/importers/records'
import { Worker } from 'node:worker_threads'
import type { ReadContent } from './read-file'
import type { ReadTask } from './read-worker'

export interface FileReader {
  /** Never rejects: what stops the reading is a problem of the file. */
  read(bytes: Uint8Array, options: ReadOptions): Promise<ReadContent>
  /** The files of a zip; null where the bytes are none, or could not be unpacked within the caps. */
  unpack(bytes: Uint8Array): Promise<Archive | null>
}

export const readInThisThread: FileReader = {
  read: async (bytes, options) => (await import('./read-file')).readContent(bytes, options),
  unpack: async (bytes) => readArchive(bytes),
}

export interface ReadCaps {
  seconds: number
  heapMiB: number
  /** The program of the thread. */
  program?: URL
}

/** Beside the bundle it is bundled too; from the sources it runs through tsx. */
const isBundled = !import.meta.url.endsWith('.ts')
const PROGRAM = new URL(isBundled ? './read-worker.js' : './read-worker.ts', import.meta.url)
const CAPS: ReadCaps = { seconds: 60, heapMiB: 512 }

type Stopped = 'time' | 'memory' | 'crash'

export function openFileReader(caps: ReadCaps = CAPS): FileReader {
  let worker: Worker | null = null
  let turn: Promise<unknown> = Promise.resolve()

  /** The worker's answer, or why there is none. */
  function ask(task: ReadTask): Promise<{ answer: unknown } | { stopped: Stopped }> {
    const asked = (worker ??= startWorker(caps))
    asked.ref()
    return new Promise((resolve) => {
      const end = (result: { answer: unknown } | { stopped: Stopped }) => {
        clearTimeout(timer)
        asked.off('message', onMessage).off('error', onError).off('exit', onExit).unref()
        if ('stopped' in result) {
          worker = null
          void asked.terminate()
        }
        resolve(result)
      }
      const onMessage = (answer: unknown) => end({ answer })
      const onError = ({ code }: NodeJS.ErrnoException) =>
        end({ stopped: code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'crash' })
      const onExit = () => end({ stopped: 'crash' })
      const timer = setTimeout(() => end({ stopped: 'time' }), caps.seconds * 1000)
      asked.on('message', onMessage).on('error', onError).on('exit', onExit)
      asked.postMessage(task)
    })
  }

  function inTurn(task: ReadTask): ReturnType<typeof ask> {
    const result = turn.then(() => ask(task))
    turn = result
    return result
  }

  return {
    async read(bytes, options) {
      const result = await inTurn({ kind: 'read', bytes, options })
      return 'answer' in result ? received(result.answer as ReadContent) : stoppedContent(result.stopped)
    },
    async unpack(bytes) {
      const result = await inTurn({ kind: 'unpack', bytes })
      return 'answer' in result ? (result.answer as Archive | null) : null
    },
  }
}

function startWorker({ heapMiB, program = PROGRAM }: ReadCaps): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: heapMiB }
  const worker = program.pathname.endsWith('.ts')
    ? new Worker(throughTsx(program), { resourceLimits, eval: true })
    : new Worker(program, { resourceLimits })
  worker.unref()
  return worker
}

/** A thread does not inherit the loader that its parent reads TypeScript with. */
const throughTsx = ({ href }: URL): string =>
  `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(href)}) })`

/** A Buffer arrives from the thread as its plain bytes. */
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
