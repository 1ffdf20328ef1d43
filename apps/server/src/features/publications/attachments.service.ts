/** Files of publications: a PDF that is fit to be shown, or a picture for the cover; and reports told by their names. */
import type { uploadReports } from '@sma/contract/staff-publications'
import type { z } from 'zod'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { CallingStaff } from '../../http/callers'
import { bytesOf, type SentFile } from '../../incoming-file'
import { readPicture } from '../../picture'
import { appendAudit, noteAuditHead, staffActor } from '../audit/audit.service'
import { insertDocument, isGivenAlready, selectPortfolioCodes, updatePublication } from './publications.queries'
import type { DocumentTable } from './publications.table'
import { addDraft, eventOf, inAuditedTransaction, known } from './publications.service'
import { accountsInName, reportNamed, reportTitle } from './report-name'

type Role = DocumentTable['role']
type Stored = Pick<DocumentTable, 'sha256' | 'file_name' | 'size' | 'media_type'>

const MAX_PICTURE_BYTES = 500 * 1024
const PDF = 'application/pdf'

export async function attach(
  deps: Deps,
  staff: CallingStaff,
  { id, role, sent }: { id: string; role: Role; sent: AsyncIterable<SentFile> },
): Promise<{ version: number }> {
  await known(deps.db, id)
  const file = await theOnly(deps, sent, role)
  const event = eventOf(staffActor(staff), 'attach-document', id, { role, sha256: file.sha256 })
  const version = await inAuditedTransaction(deps, event, (tx) =>
    attachStored(deps, tx, { id, role, file, by: staff.login }),
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

/** Puts a stored file in the place of the one before, in the caller's transaction; the new version. */
export async function attachStored(
  { newId, clock }: Pick<Deps, 'newId' | 'clock'>,
  tx: Db,
  { id, role, file, by }: { id: string; role: Role; file: Stored; by: string },
): Promise<number> {
  const { version } = await known(tx, id)
  const documentId = newId()
  const at = clock.now().toISOString()
  await insertDocument(tx, { id: documentId, publication_id: id, role, ...file, added_at: at, added_by: by })
  const column = role === 'cover' ? { cover_id: documentId } : { document_id: documentId }
  if (!(await updatePublication(tx, { id, version, ...column, changed_at: at, changed_by: by })))
    throw new AppError('version-changed')
  return version + 1
}

export async function detach(
  deps: Deps,
  staff: CallingStaff,
  { id, role }: { id: string; role: Role },
): Promise<{ version: number }> {
  const event = eventOf(staffActor(staff), 'detach-document', id, { role })
  return inAuditedTransaction(deps, event, async (tx) => {
    const { version, state, body } = await known(tx, id)
    if (role === 'document' && state === 'released' && body === null) throw new AppError('publication-empty')
    const column = role === 'cover' ? { cover_id: null } : { document_id: null }
    const changed = { changed_at: deps.clock.now().toISOString(), changed_by: staff.login }
    if (!(await updatePublication(tx, { id, version, ...column, ...changed }))) throw new AppError('version-changed')
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
    return { ...(await keep(file)), file_name: sent.name.slice(-MAX_NAME) }
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
    const stored = { sha256: file.sha256, file_name: sent.name.slice(-MAX_NAME), size: file.size, media_type: PDF }
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
