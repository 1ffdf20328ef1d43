import type { Db } from './schema'

/** One state of the whole database for several reads, whatever others write meanwhile; nobody waits for it, and it waits for nobody. */
export function inSnapshot<R>(db: Db, work: (tx: Db) => Promise<R>): Promise<R> {
  return db.transaction().setAccessMode('read only').setIsolationLevel('repeatable read').execute(work)
}
