/** What asks for someone, in numbers: each with its age, and only what the person may see; nothing while all is well. */
import type { readNotes } from '@sma/contract/staff-board'
import {
  ANSWERERS,
  DECIDERS,
  DISCLOSURE_READERS,
  FEED_READERS,
  FIGURE_READERS,
  FILE_READERS,
  type StaffRole,
} from '@sma/contract/staff-roles'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import type { SignedInStaff } from '../../http/callers'
import { shanghaiDate, startOfDay } from '../../shanghai'
import { signInAlarms } from '../auth/alarms.service'
import { failingSenders } from '../auth/sender-health.service'
import { disclosureNumbers } from '../disclosure/disclosure.service'
import { openMessagesOf } from '../messages/tickets.service'
import { failingFeeds } from '../news/feeds.service'
import { countForDecider, type TwoPersonActs } from '../requests/requests.service'
import { countOpenFindings, countRefusedFiles, countWaitingStates } from './board.queries'

type Reply = z.input<typeof readNotes.reply>
type Note = Reply['notes'][number]

interface Asking {
  deps: Deps
  staff: SignedInStaff
  acts: TwoPersonActs
  today: string
}

/** In the order in which they are shown; read only where one of the roles is the person's. */
const SOURCES: readonly { roles: readonly StaffRole[]; read(asking: Asking): Promise<Note[]> }[] = [
  { roles: FILE_READERS, read: files },
  { roles: FIGURE_READERS, read: days },
  { roles: FIGURE_READERS, read: findings },
  { roles: DISCLOSURE_READERS, read: disclosure },
  { roles: ANSWERERS, read: messages },
  { roles: DECIDERS, read: requests },
  { roles: FIGURE_READERS, read: senders },
  { roles: FIGURE_READERS, read: alarms },
  { roles: FEED_READERS, read: feeds },
]

export async function notesOf(deps: Deps, acts: TwoPersonActs, staff: SignedInStaff): Promise<Reply> {
  const today = shanghaiDate(deps.clock.now())
  const notes: Note[] = []
  for (const { roles, read } of SOURCES)
    if (roles.some((role) => staff.roles.includes(role))) notes.push(...(await read({ deps, staff, acts, today })))
  return { today, notes: notes.filter(({ count }) => count > 0) }
}

const note = (
  kind: Note['kind'],
  count: number,
  more: Partial<Pick<Note, 'since' | 'until' | 'name' | 'error'>>,
): Note => ({
  kind,
  count,
  since: null,
  until: null,
  name: null,
  error: null,
  ...more,
})

async function files({ deps, today }: Asking): Promise<Note[]> {
  const rows = await countRefusedFiles(deps.db, { from: startOfDay(today), before: '9999' })
  return rows.map(({ status, files: count, first }) =>
    note(status === 'held' ? 'files-held' : 'files-rejected', Number(count), { since: first }),
  )
}

const DAYS = { held: 'days-held', checked: 'days-checked', approved: 'days-approved' } as const

async function days({ deps }: Asking): Promise<Note[]> {
  const rows = await countWaitingStates(deps.db)
  return rows.map(({ state, days: count, first }) => note(DAYS[state], Number(count), { since: first }))
}

async function findings({ deps }: Asking): Promise<Note[]> {
  const rows = await countOpenFindings(deps.db)
  return rows.map(({ severity, findings: count, first }) =>
    note(severity === 'review' ? 'findings-review' : 'findings-warning', Number(count), { since: first }),
  )
}

async function disclosure({ deps }: Asking): Promise<Note[]> {
  const { late, lateSince, soon, soonSince, soonBy } = await disclosureNumbers(deps)
  return [
    note('disclosure-late', late, { since: lateSince }),
    note('disclosure-soon', soon, { since: soonSince, until: soonBy }),
  ]
}

async function messages({ deps, staff }: Asking): Promise<Note[]> {
  const { open, overdue, dueSince, firstDue } = await openMessagesOf(deps, staff)
  return [note('messages-overdue', overdue, { since: dueSince }), note('messages-open', open, { since: firstDue })]
}

async function requests({ deps, acts, staff }: Asking): Promise<Note[]> {
  const { count, since } = await countForDecider(deps, acts, staff)
  return [note('requests', count, { since })]
}

async function senders({ deps }: Asking): Promise<Note[]> {
  const failing = await failingSenders(deps)
  return failing.map(({ name, failingSince, lastError }) =>
    note('sender', 1, { since: failingSince, name, error: lastError }),
  )
}

async function alarms({ deps }: Asking): Promise<Note[]> {
  return (await signInAlarms(deps)).map(({ kind, count }) => note(kind, count, {}))
}

async function feeds({ deps }: Asking): Promise<Note[]> {
  const failing = await failingFeeds(deps)
  return failing.map(({ source, failingSince, lastError }) =>
    note('feed', 1, { since: failingSince, name: source, error: lastError }),
  )
}
