/** Queries that are built once and run with other values each time: building one takes longer than running it. */
import { sql, type Compilable, type CompiledQuery, type RawBuilder } from 'kysely'
import type { Db } from './schema'

/** Stands in a built query for a value that each run brings. */
class Slot {
  constructor(readonly name: string) {}
}

/** The values of one run, by name; queries refer to them as `sql` texts. */
type Slots<Name extends string> = Readonly<Record<Name, RawBuilder<string>>>

/** A query of text values: `build` is called once per database, and once per transaction. */
export function builtOnce<Name extends string, Row>(
  names: readonly Name[],
  build: (db: Db, slots: Slots<Name>) => Compilable<Row>,
): (db: Db, values: Readonly<Record<Name, string>>) => Promise<Row[]> {
  const built = new WeakMap<Db, CompiledQuery<Row>>()
  const slots = Object.fromEntries(names.map((name) => [name, sql`${new Slot(name)}`])) as Slots<Name>
  return async (db, values) => {
    let query = built.get(db)
    if (!query) built.set(db, (query = build(db, slots).compile()))
    const parameters = query.parameters.map((value) => (value instanceof Slot ? values[value.name as Name] : value))
    const bound: CompiledQuery<Row> = { ...query, parameters }
    return (await db.executeQuery(bound)).rows
  }
}
