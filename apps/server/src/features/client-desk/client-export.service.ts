/** Clients as a file: the columns of the file of clients, masked, or whole for a reason. */
import type { exportClients } from '@sma/contract/staff-clients'
import type { z } from 'zod'
import { csvBytes } from '../../csv'
import type { Deps } from '../../deps'
import { groupBy } from '../../group-by'
import { AppError } from '../../http/errors'
import type { CallingStaff } from '../../http/callers'
import type { Download } from '../../http/replies'
import { shanghaiDate } from '../../shanghai'
import type { SortedPlace } from '../../sorted-cursor'
import { noteEvent, staffActor } from '../audit/audit.service'
import { refuseTooMany, type LimitCounter } from '../auth/limits.service'
import { countClients, selectClientPage, selectOwnedCodes, type ClientFilter } from './client-list.queries'
import { filterOf } from './client-list.service'
import { maskedClient, openedClient } from './masked-client'

const HEAD = ['client_no', 'client_name', 'id_type', 'id_number', 'phone', 'portfolio_codes']
const MAX_ROWS = 10_000
const AT_ONCE = 500

type Wish = z.output<typeof exportClients.body>

/** What is taken away was written to the audit log before. Throws request-invalid, export-too-large, too-many-requests. */
export async function clientsCsv(
  deps: Deps,
  counter: LimitCounter,
  { staff, wish }: { staff: CallingStaff; wish: Wish },
): Promise<Download> {
  const { whole, reason, text, state } = wish
  if (whole && reason === undefined)
    throw new AppError('request-invalid', { fields: [{ field: 'reason', code: 'required' }] })
  const filter = filterOf(deps, staff, wish)
  const clients = await countClients(deps.db, filter)
  if (clients > MAX_ROWS) throw new AppError('export-too-large')
  if (whole) {
    refuseTooMany(await counter.take([{ limit: 'clientExportsPerPerson', value: staff.staffId }]))
  }
  const object = { kind: 'client' as const, id: 'list' }
  // Not what was typed: it may be a name, and the log is never changed.
  const detail = { whole, clients, state: state ?? null, searched: Boolean(text), reason: reason ?? null }
  await noteEvent(deps, { actor: staffActor(staff), action: 'export-clients', object, detail })
  const rows = await rowsOf(deps, filter, whole)
  return { name: `clients-${shanghaiDate(deps.clock.now())}.csv`, bytes: csvBytes([HEAD, ...rows]) }
}

async function rowsOf(deps: Deps, filter: ClientFilter, whole: boolean): Promise<string[][]> {
  const rows: string[][] = []
  let after: SortedPlace | null = null
  for (;;) {
    const page = await selectClientPage(deps.db, filter, { by: 'clientNo', isDown: false, after, limit: AT_ONCE })
    const owned = await selectOwnedCodes(deps.db, { ...filter, ids: page.map(({ id }) => id) })
    const codes = groupBy(owned, ({ client_id }) => client_id)
    for (const row of page) {
      const { name, idNumber, phone } = whole ? openedClient(deps, row) : maskedClient(deps, row)
      const accounts = (codes.get(row.id) ?? []).map(({ code }) => code).join(';')
      rows.push([row.client_no, name, row.id_type, idNumber, phone, accounts])
    }
    const last = page.at(-1)
    if (page.length < AT_ONCE || !last) return rows
    after = { value: last.place, code: last.id }
  }
}
