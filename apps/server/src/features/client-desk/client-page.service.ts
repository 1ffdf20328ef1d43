/** One client for the desk: masked, with who sees which account from when to when. */
import { maskIdNumber, maskName, maskPhone } from '@sma/contract/identity'
import type { readClient, readClientHistory } from '@sma/contract/staff-clients'
import type { z } from 'zod'
import { idNumberMac, phoneMac, placeOf } from '../../crypto/personal'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { CallingStaff } from '../../http/callers'
import type { Delegation } from '../access/delegations.service'
import { maySee } from '../access/unmasking.service'
import { liveSessions } from '../auth/own-sessions.service'
import { selectClientChanges } from '../clients/client-changes.queries'
import { firstDay, lastDay } from '../clients/client-changes.service'
import { selectClient } from '../clients/client-records.queries'
import type { ClientField, ClientTable } from '../clients/clients.table'
import type { IdentityChange } from '../clients/identity-change.service'
import { countPasskeysOf } from '../passkeys/passkeys.queries'
import { arePasskeysOn } from '../passkeys/passkeys-on'
import { waitingThat } from '../requests/requests.service'
import { selectFactorSince } from '../second-factor/second-factor.queries'
import type { SecondFactorReset } from '../second-factor/second-factor-reset.service'
import type { GivenAccount } from './client-edit.service'
import {
  countDevices,
  selectAccounts,
  selectConsentsOf,
  selectDelegatedTo,
  selectDelegatesOf,
  selectEventsOf,
  selectStoppedAt,
} from './client-page.queries'
import { maskedClient } from './masked-client'

type Page = z.input<typeof readClient.reply>
type History = z.input<typeof readClientHistory.reply>

/** A client of whom this person may see nothing is not there. */
export async function clientPageOf(deps: Deps, staff: CallingStaff, id: string): Promise<Page> {
  const row = await selectClient(deps.db, id)
  if (!row || !(await maySee(deps, staff, id))) throw new AppError('not-found')
  const accounts = await accountsOf(deps, { clientId: id, staffId: staff.seesAll ? null : staff.staffId })
  return {
    ...maskedClient(deps, row),
    suspendedAt: row.suspended_at,
    erasedAt: row.erased_at,
    stoppedAt: await selectStoppedAt(deps.db, row),
    ...(await signInsOf(deps, id)),
    ...accounts,
    waiting: await waitingFor(deps, row, {
      codes: accounts.accounts.map(({ code }) => code),
      seesAll: staff.seesAll,
    }),
  }
}

/** Changes of the client, accounts for it, and who is to look at its accounts or as whom it is to look; no account that the asker may not see. */
function waitingFor(
  deps: Deps,
  row: ClientTable,
  { codes, seesAll }: { codes: readonly string[]; seesAll: boolean },
): Promise<Page['waiting']> {
  return waitingThat(deps, (kind, payload) => {
    switch (kind) {
      case 'change-client':
        return (payload as IdentityChange).client === row.id ? { kind, portfolios: [] } : null
      case 'give-account': {
        const { client, portfolio } = payload as GivenAccount
        return client === row.id ? { kind, portfolios: [portfolio] } : null
      }
      case 'grant-delegate': {
        const { idNumber, phone, portfolios } = payload as Delegation
        const isDelegate =
          idNumberMac(deps.keys, idNumber) === row.id_number_mac && phoneMac(deps.keys, phone) === row.phone_mac
        const own = isDelegate && seesAll ? portfolios : portfolios.filter((code) => codes.includes(code))
        return own.length > 0 ? { kind, portfolios: own } : null
      }
      case 'reset-second-factor':
        return (payload as SecondFactorReset).client === row.id ? { kind, portfolios: [] } : null
      default:
        return null
    }
  })
}

type SignInPart = 'secondFactorSince' | 'sessions' | 'devices' | 'passkeys' | 'consents'

async function signInsOf(deps: Deps, id: string): Promise<Pick<Page, SignInPart>> {
  const sessions = await liveSessions(deps, id)
  return {
    secondFactorSince: await selectFactorSince(deps.db, id),
    sessions: sessions.map((one) => ({ device: one.device_name || null, since: one.created_at, seenAt: one.seen_at })),
    devices: await countDevices(deps.db, id),
    passkeys: (await arePasskeysOn(deps)) ? await countPasskeysOf(deps.db, id) : null,
    consents: await selectConsentsOf(deps.db, id),
  }
}

async function accountsOf(
  { db, keys, clock }: Deps,
  whose: { clientId: string; staffId: string | null },
): Promise<Pick<Page, 'accounts' | 'delegates' | 'delegatedTo'>> {
  const now = clock.now().toISOString()
  const asked = { ...whose, now }
  const grant = (row: { code: string; created_at: string; ends_at: string; is_granted: unknown }) => ({
    portfolio: row.code,
    since: row.created_at,
    until: lastDay(row.ends_at) ?? '',
    hasEnded: row.ends_at <= now || !row.is_granted,
  })
  return {
    accounts: (await selectAccounts(db, asked)).map((row) => ({
      code: row.code,
      name: row.name,
      from: firstDay(row.starts_at),
      until: lastDay(row.ends_at),
      isOwned: row.starts_at <= now && row.ends_at > now,
      setBy: row.set_by,
    })),
    delegates: (await selectDelegatesOf(db, asked)).map((row) => ({
      ...grant(row),
      name: maskName(keys.decrypt(row.name_enc, placeOf('client', 'name', row.delegate_id))),
    })),
    delegatedTo: (await selectDelegatedTo(db, asked)).map(grant),
  }
}

const CHANGES = 200

export async function clientHistory(deps: Deps, id: string): Promise<History> {
  const row = await selectClient(deps.db, id)
  if (!row) throw new AppError('not-found')
  return { changes: await changesOf(deps, id), events: await eventsOf(deps, row) }
}

async function changesOf({ db, keys }: Deps, clientId: string): Promise<History['changes']> {
  const rows = await selectClientChanges(db, clientId, CHANGES)
  return rows.map((row) => {
    const shown = (column: string, sealed: string | null) =>
      sealed === null ? null : MASKS[row.field](keys.decrypt(sealed, placeOf('client_change', column, row.id)))
    return {
      field: row.field,
      from: shown('old_value', row.old_value_enc),
      to: shown('new_value', row.new_value_enc),
      at: row.changed_at,
      by: row.changed_by,
      file: row.source_file_id === null ? null : (row.file_name ?? row.source_file_id),
    }
  })
}

const asItIs = (text: string): string => text
const MASKS: Record<ClientField, (text: string) => string> = {
  name: maskName,
  idType: asItIs,
  idNumber: maskIdNumber,
  phone: maskPhone,
  account: asItIs,
}

async function eventsOf({ db }: Deps, client: ClientTable): Promise<History['events']> {
  return (await selectEventsOf(db, client)).map(({ seq, at, actor_id, action, detail, code }) => {
    const { reason } = JSON.parse(detail) as { reason?: unknown }
    return { seq, at, by: actor_id, action, portfolio: code, reason: typeof reason === 'string' ? reason : null }
  })
}
