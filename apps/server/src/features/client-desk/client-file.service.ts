/** Clients from a file: what it would change is shown masked before it is imported the way of every file of clients. */
import { maskIdNumber, maskName, maskPhone, normalIdNumber, normalPhone } from '@sma/contract/identity'
import type { compareClients, importClients } from '@sma/contract/staff-clients'
import { invariant } from '@sma/finance/invariant'
import { problem } from '@sma/importers/problems'
import type { ClientRecord, Problem } from '@sma/importers/records'
import type { z } from 'zod'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { SentFile } from '../../incoming-file'
import type { Actor } from '../audit/audit.service'
import { selectClientByNo } from '../clients/client-records.queries'
import { otherClientNo } from '../clients/client-records.service'
import { selectOwnerships } from '../clients/ownership.queries'
import { actedBy } from '../days/import-run'
import { receivedFile, toldProblem } from '../imports/compared-file'
import { importFiles } from '../imports/import-files.service'
import { selectPortfoliosByCodes } from './client-page.queries'
import { openedClient } from './masked-client'

type Comparison = z.input<typeof compareClients.reply>
type Imported = z.input<typeof importClients.reply>

/** Reads the one file that was sent and says what it would do; nothing is kept. */
export async function compareClientFile(deps: Deps, sent: AsyncIterable<SentFile>): Promise<Comparison> {
  const { name, bytes } = await receivedFile(deps, sent)
  return compared(deps, await deps.reader.read(bytes, { fileName: name }))
}

/** Imports the file where it would still do what was `seen`; bytes that were imported before are read again. */
export async function importClientFile(
  deps: Deps,
  actor: Actor,
  { sent, seen }: { sent: AsyncIterable<SentFile>; seen: string },
): Promise<Imported> {
  const { name, bytes } = await receivedFile(deps, sent)
  const read = await deps.reader.read(bytes, { fileName: name })
  const comparison = await compared(deps, read)
  if (comparison.seen !== seen || !comparison.isClients) throw new AppError('version-changed')
  const source = { path: name, bytes: async () => bytes }
  // Once more in the transaction that changes them: another may have since.
  const stillFits = async (db: Db) => (await compared({ ...deps, db }, read)).seen === seen
  const options = { publish: false, reason: null, again: true, stillFits, ...actedBy(actor) }
  const [report] = (await importFiles(deps, [source], options)).files
  if (report?.problems.some(({ code }) => code === 'changed-meanwhile')) throw new AppError('version-changed')
  const file = report?.id
  invariant(file, 'a file that was imported stands in the ledger')
  return { file, added: comparison.added.length, changed: comparison.changed.length }
}

type Read = Awaited<ReturnType<Deps['reader']['read']>>

async function compared(deps: Deps, { kind, records, problems }: Read): Promise<Comparison> {
  const found = [...problems]
  const rows: Difference[] = []
  for (const record of records.filter((one) => one.kind === 'client')) {
    const row = await differenceOf(deps, record, found)
    if (row) rows.push(row)
  }
  const told = {
    isClients: kind === 'clients',
    added: rows.filter(({ isNew }) => isNew).map(masked),
    changed: rows.filter(({ isNew, fields }) => !isNew && fields.length > 0).map(masked),
    same: rows.filter(({ isNew, fields }) => !isNew && fields.length === 0).length,
    problems: found.map(toldProblem),
  }
  // Of the values themselves: two of them may have one mask.
  return { ...told, seen: deps.keys.mac('client-file', JSON.stringify([rows, told.problems])) }
}

type FieldName = Comparison['changed'][number]['fields'][number]['field']

interface Difference {
  isNew: boolean
  clientNo: string
  name: string
  fields: { field: FieldName; from: string | null; to: string; waits: boolean }[]
}

const asItIs = (text: string): string => text
const MASKS: Record<FieldName, (text: string) => string> = {
  name: maskName,
  idType: asItIs,
  idNumber: maskIdNumber,
  phone: maskPhone,
  accounts: asItIs,
}

const masked = ({ clientNo, name, fields }: Difference) => ({
  clientNo,
  name: maskName(name),
  fields: fields.map(({ field, from, to, waits }) => ({
    field,
    from: from === null ? null : MASKS[field](from),
    to: MASKS[field](to),
    waits,
  })),
})

/** What a row says otherwise than what stands; null where the import would refuse it. Problems are added to `found`. */
async function differenceOf(deps: Deps, record: ClientRecord, found: Problem[]): Promise<Difference | null> {
  const add = (...[code, severity, column]: [Problem['code'], Problem['severity'], Partial<Problem>]) =>
    found.push(problem(code, severity, { ...record.source, ...column }))
  const other = await otherClientNo(deps, deps.db, record)
  if (other !== null) {
    add('client-conflict', 'error', { column: 'id_number', found: record.clientNo, expected: other })
    return null
  }
  const known = await selectClientByNo(deps.db, record.clientNo)
  if (known && known.erased_at !== null) {
    add('client-erased', 'error', { column: 'client_no', found: record.clientNo })
    return null
  }
  const wanted = await selectPortfoliosByCodes(deps.db, record.portfolioCodes)
  const codes = new Set(wanted.map(({ code }) => code))
  for (const code of record.portfolioCodes)
    if (!codes.has(code)) add('portfolio-unknown', 'error', { column: 'portfolio_codes', found: code })
  const accounts = await accountsAfter(deps, known?.id ?? null, codes)
  for (const code of accounts.kept)
    add('client-account-kept', 'warning', { column: 'portfolio_codes', found: record.clientNo, expected: code })
  const after = {
    name: record.name,
    idType: record.idType as string,
    idNumber: normalIdNumber(record.idNumber),
    phone: normalPhone(record.phone),
    accounts: accounts.after,
  }
  const before = known && { ...openedClient(deps, known), idType: known.id_type, accounts: accounts.before }
  const fields = (Object.keys(after) as FieldName[])
    .filter((field) => before?.[field] !== after[field] && (before !== undefined || after[field] !== ''))
    .map((field) => ({
      field,
      from: before ? before[field] : null,
      to: after[field],
      waits: before !== undefined && field !== 'name' && field !== 'accounts',
    }))
  return { isNew: known === undefined, clientNo: record.clientNo, name: record.name, fields }
}

/** Codes now and afterwards, and those of which a person has said otherwise (replaceAccounts does the same). */
async function accountsAfter({ db, clock }: Deps, clientId: string | null, wanted: ReadonlySet<string>) {
  const now = clock.now().toISOString()
  const rows = clientId === null ? [] : await selectOwnerships(db, clientId)
  const open = rows.filter(({ ends_at }) => ends_at > now).map(({ code }) => code)
  const kept = rows
    .filter(({ code, ends_at, set_by }) => set_by !== null && wanted.has(code) !== ends_at > now)
    .map(({ code }) => code)
  const after = new Set([...wanted].filter((code) => !kept.includes(code)))
  for (const code of kept) if (open.includes(code)) after.add(code)
  return { before: open.join(' '), after: [...after].toSorted().join(' '), kept }
}
