/** Whose account one of the staff looked at: once an hour for each person and account, as one page asks many times. */
import type { Deps } from '../../deps'
import type { SignedInStaff } from '../../http/callers'
import { noteEvent, staffActor } from '../audit/audit.service'

const HOUR_MS = 3_600_000
const KEPT = 10_000

export interface NotedViews {
  note(staff: SignedInStaff, portfolio: { id: string; code: string }): Promise<void>
}

export function keepViews(deps: Deps): NotedViews {
  const noted = new Map<string, number>()
  return {
    async note(staff, { id, code }) {
      const key = `${staff.staffId} ${id}`
      const now = deps.clock.now().getTime()
      if ((noted.get(key) ?? 0) > now - HOUR_MS) return
      if (noted.size >= KEPT) noted.clear()
      noted.set(key, now)
      const object = { kind: 'portfolio' as const, id: code }
      await noteEvent(deps, { actor: staffActor(staff), action: 'view-account', object, portfolioId: id })
    },
  }
}
