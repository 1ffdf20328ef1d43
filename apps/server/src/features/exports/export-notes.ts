/** The note at the end of a row: why cells of it are empty. */
import type { ReasonCode } from '@sma/contract/reason-codes'
import type { ExportWords } from './export-words'

type Reasons = Readonly<Record<string, string>> | undefined
type Heads = Readonly<Record<string, keyof ExportWords['head']>>

/** What needs no words: the row says it by itself. */
const SILENT: readonly string[] = ['not-applicable', 'sold-out']

/** `heads` names the column of each field that can be null; others are not in the table. */
export function reasonNotes(words: ExportWords, reasons: Reasons, heads: Heads): string[] {
  return Object.entries(reasons ?? {}).flatMap(([field, code]) => {
    const head = heads[field]
    if (!head || SILENT.includes(code)) return []
    return [words.head[head].replace(/（.*）| \(.*\)/, '') + words.because + reasonText(words, code)]
  })
}

export const reasonText = ({ reason }: ExportWords, code: string): string => reason[code as ReasonCode] ?? code

export const joined = (words: ExportWords, notes: readonly string[]): string | null =>
  notes.length > 0 ? notes.join(words.noteJoin) : null
