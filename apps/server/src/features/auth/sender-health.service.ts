/** How the senders of text messages fare: written by whichever server sends, shown on the board. */
import type { Deps } from '../../deps'
import { openSender } from '../../sms/open-sender'
import type { SmsSender } from '../../sms/sender'
import { noteFailure, noteSuccess, selectFailing } from './sender-health.queries'

export type FailingSender = { name: string; failingSince: string; lastError: string }

/** The senders of the settings as one. */
export function watchedSender({ db, clock, log, config }: Deps): SmsSender {
  // A message that was sent stays sent, whatever becomes of the note about it.
  const unharmed = (note: Promise<void>) =>
    note.catch((error: unknown) => log.error({ err: error }, 'the state of a sender was not noted'))
  return openSender(config.sms, {
    dataDir: config.dataDir,
    clock,
    watch: {
      worked: (name) => unharmed(noteSuccess(db, name)),
      failed(name, reason) {
        log.warn({ sender: name, reason }, 'a sender of text messages failed')
        return unharmed(noteFailure(db, { name, at: clock.now().toISOString(), reason }))
      },
    },
  })
}

export async function failingSenders({ db, config }: Pick<Deps, 'db' | 'config'>): Promise<FailingSender[]> {
  const rows = await selectFailing(
    db,
    config.sms.senders.map(({ name }) => name),
  )
  return rows.map((row) => ({
    name: row.name,
    failingSince: row.failing_since ?? '',
    lastError: row.last_error ?? '',
  }))
}
