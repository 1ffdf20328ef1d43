import { hasRows, tablesInOrder } from '../../db/copy-rows'
import type { Database } from '../../db/dialect'
import type { Schema } from '../../db/schema'

/** Of the data folder, beside the database, `files/` and the wrapped keys. */
export const HOUSE_FILES = ['audit-head.json', 'demo.json']
export const KEY_FILE = 'keys/data-keys.json'

/**
 * Of the moment: a restored house must not let in who signed out since, or was thrown out, nor send a code again. Everybody signs in
 * anew; what was invited or left unsent is asked for anew.
 */
const OF_THE_MOMENT: (keyof Schema)[] = [
  'client_session',
  'client_view',
  'client_passkey',
  'sign_in_challenge',
  'code_message',
  'sso_pending',
  'staff_session',
  'staff_invitation',
  'work_lease',
]

export const LEFT_OUT: ReadonlySet<string> = new Set(OF_THE_MOMENT)

/** The end of the audit log stands in one row from the first migration on. */
const NEVER_EMPTY = new Set(['audit_head'])

/** Whether a database holds anything that could be lost. */
export async function holdsRows({ db, engine }: Database): Promise<boolean> {
  for (const { name } of await tablesInOrder(db, engine))
    if (!NEVER_EMPTY.has(name) && !LEFT_OUT.has(name) && (await hasRows(db, name))) return true
  return false
}
