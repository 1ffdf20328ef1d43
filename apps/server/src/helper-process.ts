/**
 * Work in a process of its own with caps on time and memory: what breaks them ends that process and no other. It starts at the
 * first task, serves one at a time, and is replaced where it was stopped.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface HelperCaps {
  seconds: number
  heapMiB: number
  /** The program of the process. */
  program: URL
}

export type Stopped = 'time' | 'memory' | 'crash'
type Answer = { answer: unknown } | { stopped: Stopped }

export interface Helper<Task> {
  /** The process's answer, or why there is none; never rejects. */
  ask(task: Task): Promise<Answer>
  /** Tasks that wait or are at work. */
  waiting(): number
}

/** Beside the bundle a program is bundled too; from the sources it runs through tsx. */
export const programBeside = (url: string, name: string): URL =>
  new URL(url.endsWith('.ts') ? `./${name}.ts` : `./${name}.js`, url)

/** What V8 ends a process with whose heap is full. */
const ABORTED = new Set<unknown>(['SIGABRT', 134])

export function openHelper<Task extends object>(caps: HelperCaps): Helper<Task> {
  let running: ChildProcess | null = null
  let turn: Promise<unknown> = Promise.resolve()
  let waiting = 0

  function start(): ChildProcess {
    const started = startProcess(caps)
    const forget = () => {
      if (running === started) running = null
    }
    return started.on('exit', forget).on('error', forget)
  }

  function askNow(task: Task): Promise<Answer> {
    const asked = (running ??= start())
    hold(asked)
    return new Promise((resolve) => {
      const end = (result: Answer) => {
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

  return {
    waiting: () => waiting,
    ask(task) {
      waiting++
      const result = turn.then(() => askNow(task)).finally(() => waiting--)
      turn = result
      return result
    },
  }
}

/** It is given no settings, and what it prints at the end of its memory goes nowhere. It ends with its parent. */
function startProcess({ heapMiB, program }: HelperCaps): ChildProcess {
  const path = fileURLToPath(program)
  return fork(path, {
    execArgv: [`--max-old-space-size=${heapMiB}`, ...(path.endsWith('.ts') ? ['--import', 'tsx'] : [])],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

/** A process that waits for the next task does not keep its parent alive. */
function letGo(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}

function hold(child: ChildProcess): void {
  child.ref()
  child.channel?.ref()
}
