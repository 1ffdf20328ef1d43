import type { Db } from '../../db/schema'
import { AppError } from '../../http/errors'
import { selectPublication, type PublicationRow } from './publications.queries'

/** A publication that is there; else 404 `not-found`. */
export async function known(db: Db, id: string): Promise<PublicationRow> {
  const row = await selectPublication(db, id)
  if (!row) throw new AppError('not-found')
  return row
}
