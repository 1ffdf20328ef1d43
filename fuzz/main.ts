/**
 * npm run fuzz: damaged files of every container kind are read or refused: no exception, no hang, the same twice.
 * `--runs 20000` mutants of each kind, `--seed 1`, `--kinds xlsx,csv`, `--seconds 10` for one file, `--workers 2`.
 */
import { build } from 'esbuild'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { AT, COUNTS, READ, REFUSED } from './counts'
import { KINDS, type Kind } from './files'
import type { Fault, Work } from './worker'

const WATCH_MS = 200
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

interface Totals {
  read: number
  refused: number
  faults: Fault[]
}

interface Lane {
  script: string
  kind: Kind
  first: number
  step: number
}

/** Reads the mutants of one kind in several threads. */
async function fuzz(script: string, kind: Kind): Promise<Totals> {
  const step = Number(values.workers)
  const lanes = await Promise.all(Array.from({ length: step }, (_, first) => runLane({ script, kind, first, step })))
  return {
    read: lanes.reduce((sum, { read }) => sum + read, 0),
    refused: lanes.reduce((sum, { refused }) => sum + refused, 0),
    faults: lanes.flatMap(({ faults }) => faults),
  }
}

/** One lane's mutants; a thread that hangs or dies is replaced behind the mutant that it was at. */
async function runLane({ script, kind, first, step }: Lane): Promise<Totals> {
  const until = Number(values.runs)
  const faults: Fault[] = []
  const counts = new SharedArrayBuffer(4 * COUNTS)
  const tally = new Int32Array(counts)
  for (let from = first; from < until; ) {
    const work: Work = { kind, seed: Number(values.seed), from, until, step, counts }
    const end = await runThread(script, work, faults)
    if (end === null) break
    const number = Atomics.load(tally, AT)
    faults.push({ number, what: end })
    from = number + step
  }
  return { read: Atomics.load(tally, READ), refused: Atomics.load(tally, REFUSED), faults }
}

/** Null when the thread has done its work, else why it was ended. */
function runThread(script: string, work: Work, faults: Fault[]): Promise<string | null> {
  return new Promise((resolve) => {
    const worker = new Worker(script, { workerData: work, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } })
    const tally = new Int32Array(work.counts)
    let last = -1
    let since = performance.now()
    const end = (why: string | null): void => {
      clearInterval(watch)
      void worker.terminate()
      resolve(why)
    }
    const watch = setInterval(() => {
      const number = Atomics.load(tally, AT)
      if (number !== last) since = performance.now()
      last = number
      if (performance.now() - since > Number(values.seconds) * 1000) end(`takes more than ${values.seconds} s`)
    }, WATCH_MS)
    worker.on('message', (fault: Fault) => faults.push(fault))
    worker.once('error', (error) => end(`ends the thread: ${error.message}`))
    worker.once('exit', () => end(null))
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
