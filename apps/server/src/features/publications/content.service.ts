/** What a publication said after each change, and what one change made of it. */
import type { readPublicationHistory } from '@sma/contract/staff-publications'
import type { z } from 'zod'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { insertContent, selectContents, selectLastContent } from './content.queries'
import { known } from './known-publication'
import { selectAttached, selectPublication, selectTargets, type PublicationRow } from './publications.queries'
import type { PublicationContentTable } from './publications.table'
import { coverOf, fileOf } from './shown.service'

type History = z.input<typeof readPublicationHistory.reply>
type Change = History['changes'][number]
type File = Change['added'][number]
type Field = Change['changed'][number]['field']

/** All values as text, so that a difference is one of texts; null where there is none. */
interface PublicationContent {
  version: number
  words: Record<Field, string | null>
  documents: File[]
  cover: File | null
}

const PER_PAGE = 20

/** Makes a change in the caller's transaction, and keeps what the publication said before it, if nobody has, and after it. */
export async function keepingHistory<T>(
  tx: Db,
  { id, at, by }: { id: string; at: string; by: string },
  change: () => Promise<T>,
): Promise<T> {
  if (!(await selectLastContent(tx, id))) {
    const row = await selectPublication(tx, id)
    if (row)
      await keep(tx, id, { number: 1, content: await contentOf(tx, row), at: row.changed_at, by: row.changed_by })
  }
  const result = await change()
  const content = await contentOf(tx, await known(tx, id))
  const last = await selectLastContent(tx, id)
  if (last?.content !== JSON.stringify(content))
    await keep(tx, id, { number: (last?.number ?? 0) + 1, content, at, by })
  return result
}

interface Kept {
  number: number
  content: PublicationContent
  at: string
  by: string
}

const keep = (tx: Db, id: string, { number, content, at, by }: Kept): Promise<void> =>
  insertContent(tx, { publication_id: id, number, content: JSON.stringify(content), noted_at: at, noted_by: by })

async function contentOf(tx: Db, row: PublicationRow): Promise<PublicationContent> {
  const targets = (await selectTargets(tx, [row.id])).get(row.id) ?? []
  const report = row.report_kind === null ? null : `${row.report_kind} ${row.report_period}`
  return {
    version: Number(row.version),
    words: {
      state: row.state,
      withdrawalReason: row.withdrawal_reason,
      kind: row.kind,
      title: row.title,
      category: row.category,
      summary: row.summary,
      text: row.body,
      publishedAt: row.published_at,
      audience: row.audience,
      strategy: row.strategy,
      portfolios: targets.length === 0 ? null : targets.join(' '),
      report,
    },
    documents: (await selectAttached(tx, row.id)).map(fileOf),
    cover: coverOf(row),
  }
}

/** The changes of a publication, newest first; one without any that was kept has what it says now as its first. */
export async function publicationHistory(
  { db }: Pick<Deps, 'db'>,
  { id, before }: { id: string; before: number | undefined },
): Promise<History> {
  const row = await known(db, id)
  const rows = await selectContents(db, { id, before, limit: PER_PAGE + 1 })
  if (rows.length === 0 && before === undefined) {
    const now = { noted_at: row.changed_at, noted_by: row.changed_by }
    return { changes: [changeOf({ number: 1, ...now }, await contentOf(db, row), null)], next: null }
  }
  const changes = rows.slice(0, PER_PAGE).map((one, at) => {
    const earlier = rows[at + 1]
    return changeOf(one, read(one), earlier ? read(earlier) : null)
  })
  return { changes, next: rows.length > PER_PAGE ? (rows[PER_PAGE - 1]?.number ?? null) : null }
}

const read = ({ content }: Pick<PublicationContentTable, 'content'>) => JSON.parse(content) as PublicationContent

function changeOf(
  { number, noted_at, noted_by }: Pick<PublicationContentTable, 'number' | 'noted_at' | 'noted_by'>,
  after: PublicationContent,
  before: PublicationContent | null,
): Change {
  const fields = Object.keys(after.words) as Field[]
  const changed = fields
    .map((field) => ({ field, before: before?.words[field] ?? null, after: after.words[field] }))
    .filter((one) => one.before !== one.after)
  const lacks = (files: readonly File[]) => (file: File) => !files.some(({ id }) => id === file.id)
  const [now, then] = [filesOf(after), before ? filesOf(before) : []]
  const kept = (files: readonly File[], others: readonly File[]) => files.filter((file) => !lacks(others)(file))
  const order = (files: readonly File[]) => files.map(({ id }) => id).join(' ')
  return {
    number: Number(number),
    version: after.version,
    at: noted_at,
    by: noted_by,
    changed,
    added: now.filter(lacks(then)),
    removed: then.filter(lacks(now)),
    isReordered: order(kept(now, then)) !== order(kept(then, now)),
  }
}

const filesOf = ({ documents, cover }: PublicationContent): File[] => (cover ? [...documents, cover] : documents)
