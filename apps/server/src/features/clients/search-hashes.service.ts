/** Clients of before decision 20 have no hashes to be found by: they are filled when the house is opened. */
import { placeOf, searchMacs } from '../../crypto/personal'
import type { Deps } from '../../deps'
import { fillSearchMacs, selectWithoutSearchMacs } from './client-records.queries'

const AT_ONCE = 500

/** Returns how many clients it filled; run again, it goes on where it was stopped. */
export async function fillSearchHashes({ db, keys }: Pick<Deps, 'db' | 'keys'>): Promise<number> {
  for (let filled = 0; ; ) {
    const rows = await selectWithoutSearchMacs(db, AT_ONCE)
    if (rows.length === 0) return filled
    await db.transaction().execute(async (tx) => {
      for (const row of rows) {
        const open = (column: string, sealed: string) => keys.decrypt(sealed, placeOf('client', column, row.id))
        const person = {
          name: open('name', row.name_enc),
          idNumber: open('id_number', row.id_number_enc),
          phone: open('phone', row.phone_enc),
        }
        await fillSearchMacs(tx, row.id, searchMacs(keys, person))
      }
    })
    filled += rows.length
  }
}
