/** Worker thread of main.ts: reads one mutant after the other, and says which one it is at. */
import { parentPort, workerData } from 'node:worker_threads'
import { PROBLEM_CODES } from '@sma/contract/problem-codes'
import { readFile } from '@sma/importers/registry'
import type { ReadResult } from '@sma/importers/records'
import { AT, READ, REFUSED } from './counts'
import { filesOf, type Kind } from './files'
import { mutant } from './mutate'

export interface Work {
  kind: Kind
  seed: number
  from: number
  until: number
  step: number
  /** Number of the mutant being read, how many were read into records, how many were refused. */
  counts: SharedArrayBuffer
}

/** A mutant that was not read or refused as it should. */
export interface Fault {
  number: number
  what: string
}

const KNOWN = new Set<string>(PROBLEM_CODES)

const textOf = (result: ReadResult): string =>
  JSON.stringify(result, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))

function faultOf(bytes: Uint8Array): { what: string | null; isRead: boolean } {
  const options = { fileName: '示例成长一号_20240102.xls' }
  try {
    const first = readFile(bytes.slice(), options)
    const again = readFile(bytes.slice(), options)
    const isRead = first.records.length > 0
    return { isRead, what: textOf(first) === textOf(again) ? unsoundness(first) : 'two readings differ' }
  } catch (error) {
    return { isRead: false, what: `throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` }
  }
}

function unsoundness({ kind: found, records, problems }: ReadResult): string | null {
  // A journal of cash alone holds nothing and says nothing.
  const isSilent = records.length === 0 && problems.length === 0
  if (isSilent && found !== 'o32-journal') return 'neither records nor problems'
  if (found === null && !problems.some(({ severity }) => severity === 'error')) return 'no kind and no error'
  const unknown = problems.find(({ code }) => !KNOWN.has(code))
  return unknown === undefined ? null : `unknown code ${unknown.code}`
}

function run({ kind, seed, from, until, step, counts }: Work): void {
  const tally = new Int32Array(counts)
  const files = filesOf(kind)
  for (let number = from; number < until; number += step) {
    Atomics.store(tally, AT, number)
    const { what, isRead } = faultOf(mutant(files, kind, seed, number))
    Atomics.add(tally, isRead ? READ : REFUSED, 1)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
    if (what !== null) parentPort?.postMessage({ number, what } satisfies Fault)
  }
}

run(workerData as Work)
