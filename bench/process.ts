/** A measured child process: its CPU time and memory, read from /proc (Linux). */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'

const TICKS_PER_SECOND = 100

/** CPU time that a process and its ended children have used so far, user and system, in milliseconds. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * 1000) / TICKS_PER_SECOND
}

/** Proportional set size in MiB: shared pages counted by share. */
export function pssMiB(pid: number): number {
  const line = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
  return Number(line?.[1] ?? 0) / 1024
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

export interface Running {
  pid: number
  url: string
  stop(): Promise<void>
}

/** Starts a Node process that serves on `port` and waits until it answers. */
export async function startServer(args: string[], env: Record<string, string>, port: number): Promise<Running> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    if (await answers(url)) return { pid: child.pid ?? 0, url, stop: () => stop(child) }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await stop(child)
  throw new Error('the server did not answer within a minute')
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`)).ok
  } catch {
    return false
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

export interface Finished {
  status: number
  seconds: number
  cpuSeconds: number
  peakMiB: number
  stdout: string
}

/** Runs a Node process to its end and reports time, CPU time and peak memory, asked for every 20 ms. */
export async function runToEnd(args: string[], env: Record<string, string> = {}): Promise<Finished> {
  const started = performance.now()
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  const watch = watchProcess(child.pid ?? 0)
  const status = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)))
  return { status, seconds: (performance.now() - started) / 1000, ...watch.end(), stdout }
}

/** Watches a process and its children until `end`, also where they end before. */
export function watchProcess(pid: number): { end(): { cpuSeconds: number; peakMiB: number } } {
  const before = cpuMs(pid)
  let [cpu, peakMiB] = [before, 0]
  const look = () => {
    const family = [pid, ...childrenOf(pid)]
    peakMiB = Math.max(peakMiB, total(family.map(residentMiB)))
    cpu = Math.max(cpu, total(family.map(cpuIfAlive)))
  }
  const timer = setInterval(look, 20)
  return {
    end() {
      clearInterval(timer)
      look()
      return { cpuSeconds: (cpu - before) / 1000, peakMiB }
    },
  }
}

const total = (values: number[]): number => values.reduce((sum, value) => sum + value, 0)

function ifAlive<T>(ask: () => T, otherwise: T): T {
  try {
    return ask()
  } catch {
    return otherwise
  }
}

const cpuIfAlive = (pid: number): number => ifAlive(() => cpuMs(pid), 0)

const childrenOf = (pid: number): number[] =>
  ifAlive(() => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number), [])

/** Waits until a process has no children any more. */
export async function childless(pid: number): Promise<void> {
  while (childrenOf(pid).length > 0) await new Promise((resolve) => setTimeout(resolve, 20))
}

const residentMiB = (pid: number): number =>
  ifAlive(() => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024, 0)
