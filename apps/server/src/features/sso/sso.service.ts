/** A client arrives from the company's website with a ticket, and is in. */
import { maskName } from '@sma/contract/identity'
import { placeOf } from '../../crypto/personal'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { SsoConfig } from '../../config'
import { selectClientName } from '../auth/auth.queries'
import { newToken, tokenHash } from '../auth/secrets'
import { clientCard, findCaller, openWebsiteSession, signOut, type ClientCard } from '../auth/sessions.service'
import { isSmTicket, openSmTicket } from './sm-ticket'
import { openSsoKeys } from './sso-keys'
import { deletePending, insertPending, selectClientByNo, selectPending, takeTicket } from './sso.queries'
import { openTicket, refuse, TicketRefused, type TicketClaims } from './ticket'

/** How long a person may think about whom to go on as. */
export const PENDING_SECONDS = 120
/** A used ticket is remembered for longer than any could still be in force. */
const REMEMBERED_SECONDS = 3600

/** Signed in (`session`), or waiting for the person's word, as another client is signed in here (`pending`). */
type Entry = { session: string } | { pending: string }

/** The browser that asks: the token of its session, if there is one, and its address. */
interface From {
  token: string | undefined
  address: string
}

/** Null where the ticket is refused: the reason is logged and told to nobody. */
export type TicketDesk = (ticket: string, from: From) => Promise<Entry | null>

export function openTicketDesk(deps: Deps, config: SsoConfig): TicketDesk {
  const keys = openSsoKeys(config)
  const { issuer, audience, sm } = config
  return async (ticket, from) => {
    try {
      const rules = { issuer, audience, now: deps.clock.now() }
      const isSm = isSmTicket(ticket)
      if (isSm && !sm) refuse('sm-is-off')
      const claims = isSm ? openSmTicket(ticket, keys(), rules) : await openTicket(ticket, keys(), rules)
      return await enter(deps, claims, from)
    } catch (error) {
      if (!(error instanceof TicketRefused)) throw error
      deps.log.warn({ reason: error.message }, 'single sign-on refused')
      return null
    }
  }
}

async function enter(deps: Deps, claims: TicketClaims, from: From): Promise<Entry> {
  const { db, clock, keys } = deps
  const after = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString()
  const id = keys.mac('sso-ticket', `${claims.iss}\0${claims.jti}`)
  if (!(await takeTicket(db, { id, expires_at: after(REMEMBERED_SECONDS) }))) refuse('used')
  const client = (await selectClientByNo(db, claims.sub)) ?? refuse('unknown-client')
  const current = await findCaller(deps, from.token, { code: '', isQuiet: false })
  if (current && current.client.clientId !== client.id) {
    const pending = newToken()
    await insertPending(db, {
      token_hash: tokenHash(pending),
      client_id: client.id,
      expires_at: after(PENDING_SECONDS),
    })
    return { pending }
  }
  await signOut(deps, from.token)
  return { session: await openWebsiteSession(deps, client.id, from.address) }
}

/** Masked names of who is signed in (null: nobody any more) and of whom the ticket names. */
export async function readChoice(deps: Deps, pending: string | undefined, currentToken: string | undefined) {
  const clientId = await pendingClient(deps, pending)
  const current = await findCaller(deps, currentToken, { code: '', isQuiet: false })
  return {
    current: current ? await maskedName(deps, current.client.clientId) : null,
    next: await maskedName(deps, clientId),
  }
}

/** Goes on as the client of the ticket; the earlier session ends. */
export async function acceptChoice(
  deps: Deps,
  pending: string | undefined,
  from: From,
): Promise<{ token: string; card: ClientCard }> {
  const clientId = await pendingClient(deps, pending)
  if (!(await deletePending(deps.db, tokenHash(pending ?? '')))) throw new AppError('not-found')
  await signOut(deps, from.token)
  return { token: await openWebsiteSession(deps, clientId, from.address), card: await clientCard(deps, { clientId }) }
}

/** Stays as the one who is signed in. */
export async function declineChoice({ db }: Deps, pending: string | undefined): Promise<void> {
  if (pending !== undefined) await deletePending(db, tokenHash(pending))
}

async function pendingClient({ db, clock }: Deps, pending: string | undefined): Promise<string> {
  const found =
    pending === undefined ? undefined : await selectPending(db, tokenHash(pending), clock.now().toISOString())
  if (!found) throw new AppError('not-found')
  return found.client_id
}

async function maskedName({ db, keys }: Deps, clientId: string): Promise<string> {
  const { name_enc } = await selectClientName(db, clientId)
  return maskName(keys.decrypt(name_enc, placeOf('client', 'name', clientId)))
}
