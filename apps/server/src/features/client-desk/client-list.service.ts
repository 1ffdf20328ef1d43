/** The list of clients: searched by what stands in the clear, and by keyed hashes of what does not (docs/decisions/0020). */
import type { searchClients } from '@sma/contract/staff-clients'
import type { z } from 'zod'
import { idNumberMac, idNumberTailMac, nameMac, phoneMac, phoneTailMac, typedTail } from '../../crypto/personal'
import type { Deps } from '../../deps'
import { groupBy } from '../../group-by'
import type { CallingStaff } from '../../http/callers'
import { cursorOf, placeOfCursor } from '../../sorted-cursor'
import { refuseTooMany, type LimitCounter } from '../auth/limits.service'
import {
  countClients,
  selectClientPage,
  selectOwnedCodes,
  type ClientColumn,
  type ClientFilter,
  type PersonalMacs,
} from './client-list.queries'
import { maskedClient } from './masked-client'

type Query = z.output<typeof searchClients.body>
type Page = z.input<typeof searchClients.reply>

const PAGE = 50

/** What of the clients a person asks for, and may see. */
export function filterOf(
  { clock }: Pick<Deps, 'clock'>,
  staff: CallingStaff,
  { text, state }: Pick<Query, 'text' | 'state'>,
): ClientFilter {
  return {
    now: clock.now().toISOString(),
    staffId: staff.seesAll ? null : staff.staffId,
    text,
    state,
    personal: null,
  }
}

function macsOf({ keys }: Pick<Deps, 'keys'>, typed: string): PersonalMacs {
  const tail = typedTail(typed)
  return {
    name: nameMac(keys, typed),
    idNumber: idNumberMac(keys, typed),
    phone: phoneMac(keys, typed),
    tails: tail === null ? null : { idNumber: idNumberTailMac(keys, tail), phone: phoneTailMac(keys, tail) },
  }
}

/** Whoever asks by a name or a number is counted, so that nobody tries all 10,000 ends of one. Throws too-many-requests. */
export async function countSearch(counter: LimitCounter, { staffId }: Pick<CallingStaff, 'staffId'>): Promise<void> {
  refuseTooMany(await counter.take([{ limit: 'clientSearchesPerPerson', value: staffId }]))
}

export async function clientPage(
  deps: Deps,
  counter: LimitCounter,
  { staff, query }: { staff: CallingStaff; query: Query },
): Promise<Page> {
  const { personal = '', sort = 'clientNo', limit = PAGE, cursor } = query
  const filter = filterOf(deps, staff, query)
  if (personal !== '') {
    await countSearch(counter, staff)
    filter.personal = macsOf(deps, personal)
  }
  const isDown = sort.startsWith('-')
  const by = sort.replace('-', '') as ClientColumn
  const rows = await selectClientPage(deps.db, filter, { by, isDown, after: placeOfCursor(cursor), limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const owned = await selectOwnedCodes(deps.db, { ...filter, ids: page.map(({ id }) => id) })
  const codes = groupBy(owned, ({ client_id }) => client_id)
  return {
    items: page.map((row) => ({
      ...maskedClient(deps, row),
      accounts: (codes.get(row.id) ?? []).map(({ code }) => code),
    })),
    next: rows.length > limit && last ? cursorOf({ value: last.place, code: last.id }) : null,
    total: await countClients(deps.db, filter),
  }
}
