import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { backBefore, insertEarlier } from '../../testing/earlier-schema'
import { forEachEngine } from '../../testing/engines'
import { addClient, ANNA, BORIS } from '../../testing/people'
import { migrate } from '../migrate'

const day = (date: number) => `2025-12-${String(date).padStart(2, '0')}T02:00:00.000Z`

forEachEngine('0046', (open) => {
  /** A schema of before, with two clients of one account. */
  async function before(migration: string) {
    const deps = await open()
    await backBefore(deps, migration)
    const insert = (table: string, row: Record<string, string | number | null>) => insertEarlier(deps, table, row)
    const [anna, ben] = [await addClient(deps, ANNA, ['SA0001']), await addClient(deps, BORIS)]
    const publication = async (id: string, more: Record<string, string | number> = {}) => {
      const shown = { kind: 'announcement', title: id, published_at: day(1), state: 'released', audience: 'all' }
      const by = { created_at: day(1), created_by: 'lin', changed_at: day(1), changed_by: 'lin' }
      await insert('publication', { id, ...shown, version: 1, ...by, ...more })
    }
    const file = (id: string, publication_id: string, added: number, more: Record<string, string | number> = {}) => {
      const stored = { sha256: 'a'.repeat(64), file_name: `${id}.pdf`, size: 1, media_type: 'application/pdf' }
      const by = { added_at: day(added), added_by: 'lin' }
      return insert('document', { id, publication_id, role: 'document', ...stored, ...by, ...more })
    }
    const opened = (publication_id: string, client: string, version: number, at: number) =>
      insert('publication_receipt', { publication_id, client_id: client, version, opened_at: day(at) })
    const receipts = async () => {
      const rows = await deps.db.selectFrom('document_receipt').selectAll().orderBy('document_id').execute()
      const nameOf = (id: string) => (id === anna ? 'anna' : 'ben')
      return rows.map((row) => [row.document_id, nameOf(row.client_id), row.opened_at])
    }
    return { deps, anna, ben, insert, publication, file, opened, receipts }
  }

  it('leaves files read that clients had read before files had receipts', async () => {
    const { deps, anna, ben, publication, file, opened, receipts } = await before('0036')
    await publication('ONE', { document_id: 'ONE-FILE' })
    await file('ONE-FILE', 'ONE', 1)
    await opened('ONE', anna, 1, 2)
    await opened('ONE', anna, 2, 5)
    // Another file took the place of the one that Anna read.
    await publication('TWO', { document_id: 'TWO-NEW', version: 2 })
    await file('TWO-OLD', 'TWO', 1)
    await file('TWO-NEW', 'TWO', 3)
    await opened('TWO', anna, 1, 2)
    await opened('TWO', ben, 2, 4)
    await publication('TEXT')
    await file('TEXT-COVER', 'TEXT', 1, { role: 'cover', media_type: 'image/png' })
    await opened('TEXT', anna, 1, 2)

    await migrate(deps.database)
    expect(await receipts()).toEqual([
      ['ONE-FILE', 'anna', day(2)],
      ['TWO-NEW', 'ben', day(4)],
    ])
    const places = await deps.db.selectFrom('document').select(['id', 'position']).orderBy('id').execute()
    expect(places.map(({ id, position }) => [id, position])).toEqual([
      ['ONE-FILE', 1],
      ['TEXT-COVER', null],
      ['TWO-NEW', 1],
      ['TWO-OLD', null],
    ])
  }, 60_000)

  it.each([
    ['later too', 10],
    ['where a restored database was migrated after it was used', 20],
  ])(
    'does so %s, and believes no receipt of a text that was opened since',
    async (_, ranOn) => {
      const { deps, anna, ben, insert, publication, file, opened, receipts } = await before('0045')
      await sql`update kysely_migration set timestamp = ${day(ranOn)}`.execute(deps.db)
      await publication('ONE')
      await file('ONE-FIRST', 'ONE', 1, { position: 1 })
      await file('ONE-SECOND', 'ONE', 11, { position: 2 })
      await opened('ONE', anna, 1, 2)
      await opened('ONE', ben, 1, 12)
      await publication('TWO')
      await file('TWO-FILE', 'TWO', 1, { position: 1 })
      await opened('TWO', anna, 1, 3)
      await insert('document_receipt', { document_id: 'TWO-FILE', client_id: anna, opened_at: day(10) })

      await migrate(deps.database)
      expect(await receipts()).toEqual([
        ['ONE-FIRST', 'anna', day(2)],
        ['TWO-FILE', 'anna', day(10)],
      ])
    },
    60_000,
  )
})
