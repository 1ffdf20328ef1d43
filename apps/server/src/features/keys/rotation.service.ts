/** Key rotation while the server serves: a new key seals from now on, and what older ones sealed is sealed anew in batches. */
import { addDataKey, keyFilesOf, replaceMasterKey } from '../../crypto/key-ring'
import { placeOf } from '../../crypto/personal'
import { SEALED_COLUMNS, type SealedColumn } from '../../db/data-classes'
import type { Deps } from '../../deps'
import { noteEvent, type Actor } from '../audit/audit.service'
import { replaceSealedValue, selectSealedValues } from './sealed-values.queries'

const AT_ONCE = 200

/** How many values each column holds, and how many of them an older key sealed. */
export interface SealedCount {
  column: string
  values: number
  older: number
}

export async function countSealed(deps: Deps): Promise<SealedCount[]> {
  const counts: SealedCount[] = []
  for (const place of SEALED_COLUMNS) {
    const count = { column: `${place.table}.${place.column}`, values: 0, older: 0 }
    for await (const batch of batchesOf(deps, place)) {
      count.values += batch.length
      count.older += batch.filter(({ value }) => !deps.keys.isCurrent(value)).length
    }
    counts.push(count)
  }
  return counts
}

/** Adds a key, unless an earlier rotation has not come to its end: then that one goes on. Returns how many values it sealed. */
export async function rotateKeys(deps: Deps, actor: Actor): Promise<{ resumed: boolean; sealed: number }> {
  const resumed = (await countSealed(deps)).some(({ older }) => older > 0)
  if (!resumed) {
    const id = addDataKey(keyFilesOf(deps.config))
    await noteEvent(deps, { actor, action: 'rotate-keys', object: { kind: 'key', id } })
  }
  let sealed = 0
  for (;;) {
    const now = await sealAnew(deps)
    sealed += now
    // a request that began before the new key may have written with the old one meanwhile
    if (now === 0) return { resumed, sealed }
  }
}

async function sealAnew(deps: Deps): Promise<number> {
  let sealed = 0
  for (const place of SEALED_COLUMNS)
    for await (const batch of batchesOf(deps, place))
      sealed += await deps.db.transaction().execute(async (tx) => {
        let done = 0
        for (const { id, value } of batch.filter((one) => !deps.keys.isCurrent(one.value))) {
          const bound = placeOf(place.table, place.place, id)
          const to = deps.keys.encrypt(deps.keys.decrypt(value, bound), bound)
          if (await replaceSealedValue(tx, place, { id, from: value, to })) done += 1
        }
        return done
      })
  return sealed
}

async function* batchesOf({ db }: Deps, place: SealedColumn) {
  for (let last = ''; ; ) {
    const batch = await selectSealedValues(db, place, { id: last, count: AT_ONCE })
    if (batch.length > 0) yield batch
    if (batch.length < AT_ONCE) return
    last = batch.at(-1)?.id ?? ''
  }
}

/** Wraps all keys by a new master key, which takes the place of the one in use. */
export async function rewrapKeys(deps: Deps, actor: Actor, next: Buffer): Promise<void> {
  replaceMasterKey(keyFilesOf(deps.config), next)
  await noteEvent(deps, { actor, action: 'replace-master-key', object: { kind: 'key', id: 'master' } })
}
