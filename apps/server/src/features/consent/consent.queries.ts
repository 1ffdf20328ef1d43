import type { Db } from '../../db/schema'
import type { ClientConsentTable } from './consent.table'

export function selectConsents(db: Db, clientId: string) {
  return db.selectFrom('client_consent').select(['kind', 'version']).where('client_id', '=', clientId).execute()
}

/** The first time counts. */
export async function insertConsent(db: Db, consent: ClientConsentTable): Promise<void> {
  await db.insertInto('client_consent').ignore().values(consent).execute()
}
