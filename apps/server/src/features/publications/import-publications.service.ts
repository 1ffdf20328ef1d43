/** Rows of documents.csv: told again by kind, account, title and time, so that the same row changes nothing. */
import { problem } from '@sma/importers/problems'
import type { Problem, PublicationRecord } from '@sma/importers/records'
import { createHash } from 'node:crypto'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { attachStored } from './attachments.service'
import { keepingHistory } from './content.service'
import {
  insertPublication,
  replaceTargets,
  selectAttached,
  selectBySourceKey,
  setState,
  type PublicationRow,
} from './publications.queries'
import type { PublicationTable } from './publications.table'
import { reportNamed } from './report-name'

/** A PDF that was received: its name in the store and how long it is. */
export interface ReceivedPdf {
  sha256: string
  size: number
}

/** Which received PDF a row means, if exactly one; asked in the transaction that writes the row. */
export type FindPdf = (db: Db, file: string) => Promise<ReceivedPdf | 'document-missing' | 'document-ambiguous'>

interface Importing {
  deps: Pick<Deps, 'newId' | 'clock'>
  db: Db
  by: string
  /** The account of the row; null: for all. */
  portfolio: { id: string; code: string } | null
  findPdf: FindPdf
}

/** Whether anything changed, or what speaks against the row. */
export async function savePublication(importing: Importing, record: PublicationRecord): Promise<boolean | Problem> {
  const { db, portfolio, findPdf } = importing
  const pdf = record.file === null ? null : await findPdf(db, record.file)
  if (typeof pdf === 'string') {
    const at = { ...record.source, column: 'file', found: record.file, portfolio: record.portfolio }
    return problem(pdf, 'error', at)
  }
  const key = sourceKey(record, portfolio?.code ?? '')
  const known = await selectBySourceKey(db, key)
  if (known) return changeKnown(importing, record, { known, pdf })
  const id = await insertImported(importing, record, key)
  if (pdf) await attachStored(importing.deps, db, { id, role: 'document', file: fileOf(record, pdf), by: importing.by })
  return true
}

const sourceKey = ({ publicationKind, title, publishedAt }: PublicationRecord, code: string): string =>
  createHash('sha256')
    .update(JSON.stringify([publicationKind, code, title, publishedAt]))
    .digest('hex')

const fileOf = ({ file }: PublicationRecord, pdf: ReceivedPdf) => ({
  ...pdf,
  file_name: file?.split('/').at(-1) ?? '',
  media_type: 'application/pdf',
})

async function insertImported(importing: Importing, record: PublicationRecord, key: string): Promise<string> {
  const { deps, db, by, portfolio } = importing
  const id = deps.newId()
  const at = deps.clock.now().toISOString()
  const report = portfolio ? reportNamed(record.title) : null
  const row: PublicationTable = {
    id,
    kind: record.publicationKind,
    title: record.title,
    category: record.category,
    summary: null,
    body: null,
    published_at: record.publishedAt,
    state: 'released',
    audience: portfolio ? 'accounts' : 'all',
    strategy: null,
    version: 1,
    cover_id: null,
    withdrawal_reason: null,
    source_key: key,
    report_kind: report?.kind ?? null,
    report_period: report?.period ?? null,
    created_at: at,
    created_by: by,
    changed_at: at,
    changed_by: by,
  }
  await keepingHistory(db, { id, at, by }, async () => {
    await insertPublication(db, row)
    await replaceTargets(db, id, portfolio ? [portfolio.id] : [])
  })
  return id
}

/**
 * Another category or another PDF than before; whether it is shown stays as people left it. A PDF takes the place of the first file: a row
 * names one, and the others were added by people.
 */
async function changeKnown(
  { deps, db, by }: Importing,
  record: PublicationRecord,
  { known: { id, state, category }, pdf }: { known: PublicationRow; pdf: ReceivedPdf | null },
): Promise<boolean> {
  const files = await selectAttached(db, id)
  const isOtherPdf = pdf !== null && files.every(({ sha256 }) => sha256 !== pdf.sha256)
  if (isOtherPdf)
    await attachStored(deps, db, { id, role: 'document', file: fileOf(record, pdf), by, replaces: files[0]?.id })
  if (category !== record.category) {
    const at = deps.clock.now().toISOString()
    const changed = { category: record.category, changed_at: at, changed_by: by }
    await keepingHistory(db, { id, at, by }, () => setState(db, { id, state, ...changed }))
  }
  return isOtherPdf || category !== record.category
}
