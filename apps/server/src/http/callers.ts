/** Who asks, and whether that one may: the audience that an endpoint declares, held against the session and the portfolio in the path. */
import type { Endpoint } from '@sma/contract/endpoint'
import type { StaffRole } from '@sma/contract/staff-roles'
import type { FastifyRequest } from 'fastify'
import { AppError } from './errors'

export interface SignedInClient {
  clientId: string
  /** When this session began; null where staff looks as the client. */
  signedInAt: string | null
  expiresAt: string
  /** One of the staff who looks as this client. */
  viewer?: { login: string; staffId: string; scope: 'all' | 'assigned' }
}

export interface SignedInStaff {
  staffId: string
  login: string
  roles: StaffRole[]
  mustChangePassword: boolean
  /** A second factor is required and none is set yet. */
  mustSetTotp: boolean
  hasTotp: boolean
  /** Names this session among the person's own. */
  sessionId: string
  /** Where the request came from. */
  address: string
  expiresAt: string
}

/** A portfolio that the caller may see; `revision` grows with all that its replies can show. */
export interface SeenPortfolio {
  id: string
  code: string
  revision: number
  /** Another client's, shown by a grant that lets look and not change. */
  isDelegated?: boolean
  /** Staff asks for what clients were shown at that instant (ISO, UTC). */
  knownAt?: string
}

export interface ClientAccess {
  /** Who asks; null where nobody is signed in. `portfolio` is the one of this code, if that client owns it. */
  findCaller(request: FastifyRequest, code: string): Promise<ClientCaller | null>
  /** Whether the house's terms wait for this client's consent; never for who looks as a client. */
  isConsentDue(client: SignedInClient): Promise<boolean>
}

export interface ClientCaller {
  client: SignedInClient
  portfolio: SeenPortfolio | null
}

/** `seesAll`: false where only the adviser's role lets the person in, which sees assigned accounts alone. */
export type CallingStaff = SignedInStaff & { seesAll: boolean }

export interface StaffAccess {
  findStaff(request: FastifyRequest): Promise<SignedInStaff | null>
  /** The portfolio of this code, if this person may see it. */
  findPortfolio(code: string, staff: CallingStaff): Promise<SeenPortfolio | null>
  /** The instant (ISO, UTC) that an instant or a day means; refuses one that has not come yet. */
  knownInstant(asked: string): string
}

/** What the access rules need from the features. */
export type Access = ClientAccess & StaffAccess

interface Caller {
  client: SignedInClient | null
  staff: CallingStaff | null
  portfolio: SeenPortfolio | null
}

const NOBODY = { client: null, staff: null, portfolio: null }

/** Who asks, and the portfolio that the path names: a client's own, or any for staff. */
export async function callerOf(endpoint: Endpoint, access: Access, request: FastifyRequest): Promise<Caller> {
  if (endpoint.audience === 'public') return NOBODY
  const code = codeIn(request)
  if (endpoint.audience === 'staff') {
    const staff = await staffOf(endpoint, access, request)
    return { client: null, staff, portfolio: namesPortfolio(endpoint) ? await access.findPortfolio(code, staff) : null }
  }
  const caller = await access.findCaller(request, code)
  if (!caller) throw new AppError('not-signed-in')
  if (isViewOnly(endpoint, caller)) throw new AppError('view-only')
  if (showsFigures(endpoint) && (await access.isConsentDue(caller.client))) throw new AppError('consent-required')
  return { staff: null, ...caller }
}

/** What the house's terms must be accepted for. */
export const showsFigures = ({ audience, afterConsent }: Endpoint): boolean =>
  audience === 'owner' || afterConsent === true

/** Staff who look as a client, and delegates, change nothing; staff see of the client's own pages only what shows figures. */
function isViewOnly({ method, audience, inViews }: Endpoint, { client, portfolio }: ClientCaller): boolean {
  const isRead = method === 'GET'
  if (client.viewer) return !isRead || (audience === 'client' && !inViews)
  return portfolio?.isDelegated === true && !isRead
}

export async function isStillAllowed(endpoint: Endpoint, access: Access, request: FastifyRequest): Promise<boolean> {
  try {
    const { portfolio } = await callerOf(endpoint, access, request)
    return !namesPortfolio(endpoint) || portfolio !== null
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

export const namesPortfolio = ({ audience, path }: Endpoint): boolean =>
  audience === 'owner' || (audience === 'staff' && path.includes(':code'))

/** The code of a portfolio in the path; empty where the path has none. */
const codeIn = ({ params }: FastifyRequest): string => (params as { code?: string }).code ?? ''

async function staffOf(endpoint: Endpoint, access: Access, request: FastifyRequest): Promise<CallingStaff> {
  const staff = await access.findStaff(request)
  if (staff === null) throw new AppError('not-signed-in')
  if (!endpoint.beforePasswordChange) {
    if (staff.mustChangePassword) throw new AppError('password-change-required')
    if (staff.mustSetTotp) throw new AppError('totp-setup-required')
  }
  const own = endpoint.roles?.filter((role) => staff.roles.includes(role)) ?? []
  if (own.length === 0) throw new AppError('role-missing')
  return { ...staff, seesAll: own.some((role) => role !== 'adviser') }
}
