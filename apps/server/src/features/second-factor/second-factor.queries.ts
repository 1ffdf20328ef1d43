import type { Db } from '../../db/schema'
import type { ClientSecondFactorTable } from './second-factor.table'

/** Set, or about to be. */
export function selectFactor(db: Db, clientId: string): Promise<ClientSecondFactorTable | undefined> {
  return db.selectFrom('client_second_factor').selectAll().where('client_id', '=', clientId).executeTakeFirst()
}

/** Since when it is asked for; null where it is not. */
export async function selectFactorSince(db: Db, clientId: string): Promise<string | null> {
  return (await selectFactor(db, clientId))?.set_at ?? null
}

export async function insertFactor(db: Db, factor: ClientSecondFactorTable): Promise<void> {
  await db.insertInto('client_second_factor').values(factor).execute()
}

/** True for exactly one of all who confirm it. */
export async function setFactor(db: Db, id: string, set: { set_at: string; last_step: number }): Promise<boolean> {
  const result = await db
    .updateTable('client_second_factor')
    .set(set)
    .where('id', '=', id)
    .where('set_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** True for exactly one of all who bring the code of this step, and for none after it. */
export async function takeStep(db: Db, id: string, step: number): Promise<boolean> {
  const result = await db
    .updateTable('client_second_factor')
    .set({ last_step: step })
    .where('id', '=', id)
    .where('last_step', '<', step)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** With its recovery codes; true for exactly one of all who do it. */
export async function deleteFactor(db: Db, clientId: string): Promise<boolean> {
  await db.deleteFrom('client_recovery_code').where('client_id', '=', clientId).execute()
  const result = await db.deleteFrom('client_second_factor').where('client_id', '=', clientId).executeTakeFirst()
  return result.numDeletedRows === 1n
}

export async function insertRecoveryCodes(db: Db, clientId: string, macs: readonly string[]): Promise<void> {
  await db
    .insertInto('client_recovery_code')
    .values(macs.map((code_mac) => ({ client_id: clientId, code_mac })))
    .execute()
}

export async function hasRecoveryCode(db: Db, clientId: string, codeMac: string): Promise<boolean> {
  const found = await db
    .selectFrom('client_recovery_code')
    .select('code_mac')
    .where('client_id', '=', clientId)
    .where('code_mac', '=', codeMac)
    .executeTakeFirst()
  return found !== undefined
}

/** True for exactly one of all who bring this code. */
export async function deleteRecoveryCode(db: Db, clientId: string, codeMac: string): Promise<boolean> {
  const result = await db
    .deleteFrom('client_recovery_code')
    .where('client_id', '=', clientId)
    .where('code_mac', '=', codeMac)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}

export async function countRecoveryCodes(db: Db, clientId: string): Promise<number> {
  const row = await db
    .selectFrom('client_recovery_code')
    .select((e) => e.fn.countAll().as('codes'))
    .where('client_id', '=', clientId)
    .executeTakeFirstOrThrow()
  return Number(row.codes)
}
