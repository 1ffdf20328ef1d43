/** Queries that are built once and run with other values each time: building one takes longer than running it. */
import { sql, type Compilable, type CompiledQuery, type RawBuilder } from 'kysely'
import type { Db } from './schema'

/** Stands in a built query for a value that each run brings. */
class Slot {
  constructor(readonly name: string) {}
}

type Slots<Values> = { readonly [Name in keyof Values]: RawBuilder<Values[Name]> }

/** `like` names the values of a run and shows their types; `build` is called once per database. */
export function builtOnce<Values extends Record<string, string | number>, Row>(
  like: Values,
  build: (db: Db, slots: Slots<Values>) => Compilable<Row>,
): (db: Db, values: Readonly<Values>) => Promise<Row[]> {
  // A transaction has the adapter of its database, and compiles alike.
  const built = new WeakMap<object, CompiledQuery<Row>>()
  const slots = Object.fromEntries(Object.keys(like).map((name) => [name, sql`${new Slot(name)}`])) as Slots<Values>
  return async (db, values) => {
    const { adapter } = db.getExecutor()
    const query = built.get(adapter) ?? build(db, slots).compile()
    built.set(adapter, query)
    const parameters = query.parameters.map((value) => (value instanceof Slot ? values[value.name] : value))
    const bound: CompiledQuery<Row> = { ...query, parameters }
    return (await db.executeQuery(bound)).rows
  }
}
