/** Reading process of main.ts: reads one mutant after the other, and says which one it is at. */
import { PROBLEM_CODES } from '@sma/contract/problem-codes'
import { readFile } from '@sma/importers/registry'
import type { ReadResult } from '@sma/importers/records'
import { filesOf, type Kind } from './files'
import { mutant } from './mutate'

export interface Work {
  kind: Kind
  seed: number
  from: number
  until: number
  step: number
}

/** Once it is loaded: that it is ready. Before a mutant is read: its number; afterwards what became of it. */
export type Progress = 'ready' | { number: number; end?: { isRead: boolean; what: string | null } }

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

/** Sent before the next mutant is begun: one that ends the process is known all the same. */
const say = (progress: Progress): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(progress, undefined, undefined, (error) => (error ? reject(error) : resolve()))
  })

async function run({ kind, seed, from, until, step }: Work): Promise<void> {
  const files = filesOf(kind)
  for (let number = from; number < until; number += step) {
    await say({ number })
    await say({ number, end: faultOf(mutant(files, kind, seed, number)) })
  }
  process.disconnect()
}

process.once('message', (work: Work) => void run(work))
void say('ready')
