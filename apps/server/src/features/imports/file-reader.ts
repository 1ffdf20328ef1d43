/**
 * Files are read in a process of their own with caps on time and memory: a file that breaks them is a rejected file, and the
 * server answers meanwhile. A thread would not do: an array that outgrows its memory ends the whole process. It starts at the
 * first file, serves one at a time, and is replaced where it was stopped.
 */
import { readArchive, type Archive } from '@sma/importers/bytes/archive'
import { problem } from '@sma/importers/problems'
import type { ReadOptions } from '@sma/importers/records'
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
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

export interface ReadCaps {
  seconds: number
  heapMiB: number
  /** The program of the process. */
  program?: URL
}

/** Beside the bundle it is bundled too; from the sources it runs through tsx. */
const isBundled = !import.meta.url.endsWith('.ts')
const PROGRAM = new URL(isBundled ? './read-process.js' : './read-process.ts', import.meta.url)
const CAPS: ReadCaps = { seconds: 60, heapMiB: 512 }
/** What V8 ends a process with whose heap is full. */
const ABORTED = new Set<unknown>(['SIGABRT', 134])

type Stopped = 'time' | 'memory' | 'crash'

export function openFileReader(caps: ReadCaps = CAPS): FileReader {
  let running: ChildProcess | null = null
  let turn: Promise<unknown> = Promise.resolve()

  function start(): ChildProcess {
    const started = startProcess(caps)
    const forget = () => {
      if (running === started) running = null
    }
    return started.on('exit', forget).on('error', forget)
  }

  /** The process's answer, or why there is none. */
  function ask(task: ReadTask): Promise<{ answer: unknown } | { stopped: Stopped }> {
    const asked = (running ??= start())
    hold(asked)
    return new Promise((resolve) => {
      const end = (result: { answer: unknown } | { stopped: Stopped }) => {
        clearTimeout(timer)
        asked.off('message', onMessage).off('exit', onExit).off('error', onError)
        letGo(asked)
        if ('stopped' in result) {
          running = null
          asked.kill('SIGKILL')
        }
        resolve(result)
      }
      const onMessage = (answer: unknown) => end({ answer })
      const onExit = (code: number | null, signal: string | null) =>
        end({ stopped: ABORTED.has(signal ?? code) ? 'memory' : 'crash' })
      const onError = () => end({ stopped: 'crash' })
      const timer = setTimeout(() => end({ stopped: 'time' }), caps.seconds * 1000)
      asked.on('message', onMessage).on('exit', onExit).on('error', onError)
      asked.send(task, (error) => error && end({ stopped: 'crash' }))
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

/** It is given no settings, and what it prints at the end of its memory goes nowhere. It ends with its parent. */
function startProcess({ heapMiB, program = PROGRAM }: ReadCaps): ChildProcess {
  const path = fileURLToPath(program)
  return fork(path, {
    execArgv: [`--max-old-space-size=${heapMiB}`, ...(path.endsWith('.ts') ? ['--import', 'tsx'] : [])],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

/** A process that waits for the next file does not keep its parent alive. */
function letGo(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}

function hold(child: ChildProcess): void {
  child.ref()
  child.channel?.ref()
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
