/** What one import knows on its way from the first file received to the last report. */
import type { Language } from '@sma/contract/problem-words'
import type { Problem } from '@sma/importers/records'
import type { Db } from '../../db/schema'
import type { ImportRun, RunOptions } from '../days/import-run'
import type { ReadContent } from './read-file'
import type { FileOutcome, FileReport } from './report'

/** A file to import; its bytes are asked for once. */
export interface ImportSource {
  path: string
  bytes(): Promise<Uint8Array>
}

/** Thrown by `bytes` where this one file cannot be had; the others are imported all the same. */
export class UnreadableFile extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code)
  }
}

interface ImportProgress {
  /** Steps of reading and applying together, two a file. */
  done: number
  total: number
  path: string
}

export interface ImportOptions extends RunOptions {
  /** Bytes that were applied before are read again: what they say may have been changed by hand since. */
  again?: boolean
  /** Asked in the transaction that applies a file's master data; where it is false, nothing of that is applied. */
  stillFits?: (db: Db) => Promise<boolean>
  /** Language of the report's messages; zh-CN where it is left out. */
  language?: Language
  onProgress?: (progress: ImportProgress) => void
  /** Ends the import between two files; what is done stays, and running again goes on. */
  stopping?: AbortSignal
}

export interface Received {
  source: ImportSource
  file: FileOutcome
  /** Null: read again from the store. */
  content: ReadContent | null
  firstDate: string | null
}

export interface Importing {
  run: ImportRun
  language: Language
  again: boolean
  stillFits: ImportOptions['stillFits']
  /** Portfolios that something was applied to. */
  touched: Set<string>
  /** Every file received, and those whose turn has come. */
  files: FileOutcome[]
  applied: Set<FileOutcome>
  /** Files whose import stands in the audit log. */
  recorded: Set<FileOutcome>
  /** The first file of each content in this import. */
  firstOf: Map<string, Received>
  /** Reports by what was asked for. */
  reports: Map<ImportSource, FileReport>
}
