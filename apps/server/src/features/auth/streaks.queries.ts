/** Wrong codes in a row. */
import type { Db } from '../../db/schema'
import type { Subject } from './auth.queries'
import type { SignInStreakTable } from './auth.table'

export function selectStreak(db: Db, subjectMac: string): Promise<SignInStreakTable | undefined> {
  return db.selectFrom('sign_in_streak').selectAll().where('subject_mac', '=', subjectMac).executeTakeFirst()
}

export interface StreakStep {
  subjectMac: string
  subject: Subject
  now: string
  /** A row that ended before that begins anew. */
  since: string
  /** Codes stop from so many on; Infinity: never. */
  stopAt: number
}

/** Counts one more failure; of several at once each counts. */
export async function addToStreak(db: Db, { subjectMac, subject, now, since, stopAt }: StreakStep): Promise<void> {
  const { idNumberMac, phoneMac } = subject
  const person = { id_number_mac: idNumberMac, phone_mac: phoneMac }
  await db
    .insertInto('sign_in_streak')
    .ignore()
    .values({ subject_mac: subjectMac, ...person, failures: 0, failed_at: now, stopped_at: null })
    .execute()
  const row = () => db.updateTable('sign_in_streak').where('subject_mac', '=', subjectMac)
  await row().set({ failures: 0 }).where('failed_at', '<', since).where('stopped_at', 'is', null).execute()
  await row()
    .set((column) => ({ failures: column('failures', '+', 1), failed_at: now }))
    .execute()
  if (stopAt === Infinity) return
  await row().set({ stopped_at: now }).where('failures', '>=', stopAt).where('stopped_at', 'is', null).execute()
}

export async function deleteStreak(db: Db, subjectMac: string): Promise<void> {
  await db.deleteFrom('sign_in_streak').where('subject_mac', '=', subjectMac).execute()
}

/** All rows of a person, whatever device: how many there were. */
export async function deleteStreaksOf(db: Db, { idNumberMac, phoneMac }: Subject): Promise<void> {
  await db
    .deleteFrom('sign_in_streak')
    .where('id_number_mac', '=', idNumberMac)
    .where('phone_mac', '=', phoneMac)
    .execute()
}

/** Clients whose row of failures grew last within this time, the longest rows first. */
export function selectFailedClients(db: Db, { since, until, limit }: { since: string; until: string; limit: number }) {
  return db
    .selectFrom('sign_in_streak as streak')
    .innerJoin('client', (join) =>
      join
        .onRef('client.id_number_mac', '=', 'streak.id_number_mac')
        .onRef('client.phone_mac', '=', 'streak.phone_mac'),
    )
    .select((column) => ['client.id', column.fn.sum<number>('streak.failures').as('failures')])
    .where('streak.failed_at', '>=', since)
    .where('streak.failed_at', '<', until)
    .groupBy('client.id')
    .orderBy('failures', 'desc')
    .orderBy('client.id')
    .limit(limit)
    .execute()
}

/** Clients whose codes are stopped; strangers are nobody's business. */
export function selectStops(db: Db) {
  return db
    .selectFrom('sign_in_streak as streak')
    .innerJoin('client', (join) =>
      join
        .onRef('client.id_number_mac', '=', 'streak.id_number_mac')
        .onRef('client.phone_mac', '=', 'streak.phone_mac'),
    )
    .select((column) => ['client.client_no', column.fn.min('streak.stopped_at').as('since')])
    .where('streak.stopped_at', 'is not', null)
    .groupBy('client.client_no')
    .orderBy('client.client_no')
    .execute()
}
