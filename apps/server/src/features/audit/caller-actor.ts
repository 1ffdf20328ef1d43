import type { CallingStaff, SignedInClient } from '../../http/callers'
import { staffActor, type Actor } from './audit.service'

interface Asking {
  client: SignedInClient | null
  staff: CallingStaff | null
  /** Where it comes from. */
  request: { ip: string }
}

/** Who takes what a read gives: a client, one of the staff, or one who looks as a client, which is not the client. */
export function callerActor({ client, staff, request }: Asking): Actor {
  if (staff) return staffActor(staff)
  if (client?.viewer) return staffActor({ login: client.viewer.login, address: request.ip })
  if (client) return { kind: 'client', id: client.clientId, address: request.ip }
  throw new Error('a read that is written down has a caller')
}
