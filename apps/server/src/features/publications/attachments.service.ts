/** Files of publications: a PDF that is fit to be shown, or a picture for the cover; and reports told by their names. */
import type { uploadReports } from '@sma/contract/staff-publications'
import type { z } from 'zod'
import { cutBefore } from '../../cut-text'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { CallingStaff } from '../../http/callers'
import { bytesOf, type SentFile } from '../../incoming-file'
import { readPicture } from '../../picture'
import { appendAudit, noteAuditHead, staffActor } from '../audit/audit.service'
import { keepingHistory } from './content.service'
import { known } from './known-publication'
import {
  insertDocument,
  isGivenAlready,
  placeDocuments,
  selectAttached,
  selectPortfolioCodes,
  updatePublication,
} from './publications.queries'
import type { DocumentTable } from './publications.table'
import { addDraft, eventOf, inAuditedTransaction } from './publications.service'
import { accountsInName, reportNamed, reportTitle } from './report-name'

type Role = DocumentTable['role']
type Stored = Pick<DocumentTable, 'sha256' | 'file_name' | 'size' | 'media_type'>

const MAX_PICTURE_BYTES = 500 * 1024
const PDF = 'application/pdf'

export interface Attaching {
  id: string
  role: Role
  /** The file whose place this one takes; without it a file comes last, and a cover takes the place of the one before. */
  replaces?: string | undefined
}

export async function attach(
  deps: Deps,
  staff: CallingStaff,
  { sent, ...attaching }: Attaching & { sent: AsyncIterable<SentFile> },
): Promise<{ version: number }> {
  const { id, role } = attaching
  await known(deps.db, id)
  const file = await theOnly(deps, sent, role)
  const event = eventOf(staffActor(staff), 'attach-document', id, { role, sha256: file.sha256 })
  const version = await inAuditedTransaction(deps, event, (tx) =>
    attachStored(deps, tx, { ...attaching, file, by: staff.login }),
  )
  return { version }
}

async function theOnly(deps: Deps, sent: AsyncIterable<SentFile>, role: Role): Promise<Stored> {
  let file: Stored | undefined
  for await (const one of sent) {
    if (file) throw new AppError('upload-invalid')
    file = role === 'cover' ? await storedPicture(deps, one) : await storedPdf(deps, one)
  }
  if (!file) throw new AppError('upload-invalid')
  return file
}

/** As many as a client on a phone can keep apart. */
const MAX_FILES = 10

/** Adds a stored file, in the caller's transaction; the new version. */
export async function attachStored(
  { newId, clock }: Pick<Deps, 'newId' | 'clock'>,
  tx: Db,
  { id, role, file, by, replaces }: Attaching & { file: Stored; by: string },
): Promise<number> {
  const { version } = await known(tx, id)
  const documentId = newId()
  const at = clock.now().toISOString()
  await keepingHistory(tx, { id, at, by }, async () => {
    const added = { id: documentId, publication_id: id, role, position: null, ...file, added_at: at, added_by: by }
    const cover = role === 'cover' ? { cover_id: documentId } : {}
    if (!(await updatePublication(tx, { id, version, ...cover, changed_at: at, changed_by: by })))
      throw new AppError('version-changed')
    const files = role === 'cover' ? [] : await selectAttached(tx, id)
    await insertDocument(tx, added)
    if (role === 'document') await placeDocuments(tx, id, withFile(files, { ...file, id: documentId }, replaces))
  })
  return version + 1
}

/** The files in their order with a new one among them. */
function withFile(
  files: readonly DocumentTable[],
  file: { id: string; sha256: string },
  replaces: string | undefined,
): string[] {
  const others = files.filter(({ id }) => id !== replaces)
  if (others.some(({ sha256 }) => sha256 === file.sha256)) throw new AppError('attachment-known')
  if (replaces !== undefined && others.length === files.length) throw new AppError('version-changed')
  if (others.length >= MAX_FILES) throw new AppError('attachments-full')
  const ids = files.map(({ id }) => (id === replaces ? file.id : id))
  return replaces === undefined ? [...ids, file.id] : ids
}

/** Gives the files that are there this order; those that are left out are taken away. */
export async function arrange(
  deps: Deps,
  staff: CallingStaff,
  { id, version, ids }: { id: string; version: number; ids: readonly string[] },
): Promise<{ version: number }> {
  const event = eventOf(staffActor(staff), 'arrange-documents', id, { files: ids.join(' ') })
  return inAuditedTransaction(deps, event, (tx) => arrangeIn(tx, deps, { id, version, ids, by: staff.login }))
}

async function arrangeIn(
  tx: Db,
  { clock }: Pick<Deps, 'clock'>,
  { id, version, ids, by }: { id: string; version: number; ids: readonly string[]; by: string },
): Promise<{ version: number }> {
  const { state, body } = await known(tx, id)
  const files = new Set((await selectAttached(tx, id)).map((file) => file.id))
  if (ids.some((one) => !files.has(one)) || new Set(ids).size !== ids.length) throw new AppError('version-changed')
  if (ids.length === 0 && state === 'released' && body === null) throw new AppError('publication-empty')
  const at = clock.now().toISOString()
  await keepingHistory(tx, { id, at, by }, async () => {
    if (!(await updatePublication(tx, { id, version, changed_at: at, changed_by: by })))
      throw new AppError('version-changed')
    await placeDocuments(tx, id, ids)
  })
  return { version: version + 1 }
}

/** Takes the cover, or all files, away. */
export async function detach(
  deps: Deps,
  staff: CallingStaff,
  { id, role }: { id: string; role: Role },
): Promise<{ version: number }> {
  const event = eventOf(staffActor(staff), 'detach-document', id, { role })
  const by = staff.login
  return inAuditedTransaction(deps, event, async (tx) => {
    const { version } = await known(tx, id)
    if (role === 'document') return arrangeIn(tx, deps, { id, version, ids: [], by })
    const at = deps.clock.now().toISOString()
    await keepingHistory(tx, { id, at, by }, async () => {
      const changed = { cover_id: null, changed_at: at, changed_by: by }
      if (!(await updatePublication(tx, { id, version, ...changed }))) throw new AppError('version-changed')
    })
    return { version: version + 1 }
  })
}

const MAX_NAME = 300

/** Kept only where it is fit; else the request is refused and nothing of it stays. */
async function storedPdf(deps: Deps, sent: SentFile): Promise<Stored> {
  return received(deps, sent, async (file) => {
    if (!(await isFitPdf(deps, await bytesOf(file)))) throw new AppError('pdf-unfit')
    await file.keep()
    return { sha256: file.sha256, size: file.size, media_type: PDF }
  })
}

/** The picture alone is kept: its type is told by its bytes, and what it says of who took it is left out. */
async function storedPicture(deps: Deps, sent: SentFile): Promise<Stored> {
  return received(deps, sent, async (file) => {
    const picture = file.size > MAX_PICTURE_BYTES ? null : readPicture(await bytesOf(file))
    if (picture === null) throw new AppError('picture-unfit')
    const { type, bytes } = picture
    return { sha256: await deps.files.put(bytes), size: bytes.length, media_type: type }
  })
}

const isFitPdf = async ({ reader }: Deps, bytes: Buffer): Promise<boolean> => {
  const { kind, problems } = await reader.read(bytes, { fileName: 'a.pdf' })
  return kind === 'pdf' && problems.length === 0
}

type Received = Awaited<ReturnType<Deps['files']['receive']>>

async function received(
  deps: Deps,
  sent: SentFile,
  keep: (file: Received) => Promise<Omit<Stored, 'file_name'>>,
): Promise<Stored> {
  const file = await deps.files.receive(sent.stream)
  try {
    if (sent.isCut() || file.size === 0) throw new AppError('upload-invalid')
    return { ...(await keep(file)), file_name: cutBefore(sent.name, MAX_NAME) }
  } finally {
    await file.drop()
  }
}

type ReportsReply = z.input<typeof uploadReports.reply>
type Refusal = ReportsReply['refused'][number]['reason']

/** Each report becomes a draft for the account that its name tells; what cannot be placed is named and not kept. */
export async function takeReports(
  deps: Deps,
  staff: CallingStaff,
  sent: AsyncIterable<SentFile>,
): Promise<ReportsReply> {
  const codes = await selectPortfolioCodes(deps.db)
  const reply: ReportsReply = { drafts: [], refused: [] }
  for await (const file of sent) {
    const taken = await takeReport(deps, { staff, codes, sent: file })
    if (typeof taken === 'string') reply.refused.push({ fileName: file.name, reason: taken })
    else reply.drafts.push({ fileName: file.name, ...taken })
  }
  if (reply.drafts.length + reply.refused.length === 0) throw new AppError('upload-invalid')
  await noteAuditHead(deps)
  return reply
}

async function takeReport(
  deps: Deps,
  { staff, codes, sent }: { staff: CallingStaff; codes: readonly string[]; sent: SentFile },
): Promise<Omit<ReportsReply['drafts'][number], 'fileName'> | Refusal> {
  const file = await deps.files.receive(sent.stream)
  try {
    const [portfolio, other] = accountsInName(sent.name, codes)
    if (sent.isCut()) return 'too-large'
    if (portfolio === undefined) return 'no-account'
    if (other !== undefined) return 'several-accounts'
    if (!/\.pdf$/i.test(sent.name)) return 'not-pdf'
    if (!(await isFitPdf(deps, await bytesOf(file)))) return 'pdf-unfit'
    if (await isGivenAlready(deps.db, file.sha256, portfolio)) return 'known'
    await file.keep()
    const stored = { sha256: file.sha256, file_name: cutBefore(sent.name, MAX_NAME), size: file.size, media_type: PDF }
    return { portfolio, ...(await addReport(deps, staff, { portfolio, file: stored })) }
  } finally {
    await file.drop()
  }
}

async function addReport(
  deps: Deps,
  staff: CallingStaff,
  { portfolio, file }: { portfolio: string; file: Stored },
): Promise<{ id: string; title: string }> {
  const { title, category } = reportTitle(file.file_name, portfolio)
  const empty = { summary: null, text: null, publishedAt: null, strategy: null }
  const report = reportNamed(title)
  const written = { kind: 'announcement' as const, title, category, ...empty, audience: 'accounts' as const, report }
  const id = await deps.db.transaction().execute(async (tx) => {
    const by = staff.login
    const added = await addDraft(deps, tx, { written: { ...written, portfolios: [portfolio] }, by })
    await attachStored(deps, tx, { id: added, role: 'document', file, by })
    await appendAudit(tx, deps, eventOf(staffActor(staff), 'attach-document', added, { sha256: file.sha256 }))
    return added
  })
  return { id, title }
}
