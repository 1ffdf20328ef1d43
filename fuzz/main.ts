/**
 * npm run fuzz: damaged files of every container kind are read or refused: no exception, no hang, the same twice.
 * `--runs 20000` mutants of each kind, `--seed 1`, `--kinds xlsx,csv`, `--seconds 10` for one file, `--workers 2`.
 */
import { build } from 'esbuild'
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { KINDS, type Kind } from './files'
import type { Progress, Work } from './worker'

const MEMORY_MB = 512

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    kinds: { type: 'string', default: KINDS.join(',') },
    seconds: { type: 'string', default: '10' },
    workers: { type: 'string', default: '2' },
  },
})

/** A mutant that was not read or refused as it should. */
interface Fault {
  number: number
  what: string
}

interface Totals {
  read: number
  refused: number
  faults: Fault[]
}

/** Reads the mutants of one kind in several processes. */
async function fuzz(script: string, kind: Kind): Promise<Totals> {
  const step = Number(values.workers)
  const totals: Totals = { read: 0, refused: 0, faults: [] }
  const seed = Number(values.seed)
  const until = Number(values.runs)
  await Promise.all(
    Array.from({ length: step }, (_, from) => runLane(script, { kind, seed, from, until, step }, totals)),
  )
  return totals
}

/** One lane's mutants; a process that hangs or dies is replaced behind the mutant that it was at. */
async function runLane(script: string, lane: Work, totals: Totals): Promise<void> {
  for (let from = lane.from; from < lane.until; ) {
    const stopped = await runProcess(script, { ...lane, from }, totals)
    if (stopped === null) return
    totals.faults.push(stopped)
    from = stopped.number + lane.step
  }
}

/** Null when the process has done its work, else where and why it ended. */
function runProcess(script: string, work: Work, totals: Totals): Promise<Fault | null> {
  const child = fork(script, {
    execArgv: [`--max-old-space-size=${MEMORY_MB}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const milliseconds = Number(values.seconds) * 1000
  return new Promise((resolve) => {
    let at = work.from
    let isDone = false
    let timer: NodeJS.Timeout | undefined
    child.on('message', (progress: Progress) => {
      clearTimeout(timer)
      // A process that starts slowly, as on a busy machine, is no fault of a mutant: its time counts from here.
      if (progress === 'ready') return void child.send(work)
      timer = setTimeout(() => child.kill('SIGKILL'), milliseconds)
      const { number, end } = progress
      at = number
      if (end === undefined) return
      totals[end.isRead ? 'read' : 'refused'] += 1
      if (end.what !== null) totals.faults.push({ number, what: end.what })
      isDone = number + work.step >= work.until
    })
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      const why = signal === 'SIGKILL' ? `takes more than ${values.seconds} s` : `ends the process: ${signal ?? code}`
      resolve(isDone ? null : { number: at, what: why })
    })
  })
}

const folder = mkdtempSync(join(tmpdir(), 'sma-fuzz-'))
try {
  const script = join(folder, 'worker.mjs')
  await build({
    entryPoints: ['fuzz/worker.ts'],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  let faulty = 0
  for (const kind of KINDS.filter((name) => values.kinds.split(',').includes(name))) {
    const started = performance.now()
    const { read, refused, faults } = await fuzz(script, kind)
    const seconds = (performance.now() - started) / 1000
    console.log(
      `${kind}: ${values.runs} mutants, ${read} read, ${refused} refused, ${faults.length} faults, ${seconds.toFixed(0)} s`,
    )
    for (const { number, what } of faults.slice(0, 20)) console.log(`  ${kind} ${number}: ${what}`)
    faulty += faults.length
  }
  process.exitCode = faulty === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
