import { expect, it } from 'vitest'
import { columnsOf, KINDS, SEALED_COLUMNS, TABLES } from './data-classes'
import { openSqlite } from './dialect'
import { migrate } from './migrate'
import type { Schema } from './schema'

const places = (table: string, columns: readonly string[]) => columns.map((column) => `${table}.${column}`)

it('every column of the database has a class, a storage, a mask and a retention, and no other is named', async () => {
  const database = openSqlite(':memory:')
  await migrate(database)
  const tables = await database.db.introspection.getTables()
  await database.close()
  const stored = tables.flatMap(({ name, columns }) =>
    places(
      name,
      columns.map((column) => column.name),
    ),
  )
  const named = (Object.keys(TABLES) as (keyof Schema)[]).flatMap((name) =>
    places(
      name,
      columnsOf(name).map(({ column }) => column),
    ),
  )
  expect(stored.length).toBeGreaterThan(300)
  expect(named.toSorted()).toEqual(stored.toSorted())
})

it('what its name calls sealed or hashed is stored so, and nothing else', () => {
  const SUFFIXES = {
    sealed: /_enc$/,
    'keyed hash': /_mac$/,
    hash: /(token|browser)_hash$|^id$/,
    argon2id: /^password_hash$/,
  }
  const odd = (Object.keys(TABLES) as (keyof Schema)[]).flatMap((name) =>
    columnsOf(name).filter(({ column, kind }) => {
      const { storage } = KINDS[kind]
      if (storage !== 'plain') return !SUFFIXES[storage].test(column)
      return name !== 'audit_event' && /_(enc|mac)$/.test(column)
    }),
  )
  expect(odd).toEqual([])
  expect(SEALED_COLUMNS.map(({ table, column, place }) => `${table}.${column} ${place}`)).toEqual([
    'client.name_enc name',
    'client.id_number_enc id_number',
    'client.phone_enc phone',
    'client_change.old_value_enc old_value',
    'client_change.new_value_enc new_value',
    'code_message.message_enc message',
    'client_passkey.credential_id_enc credential_id',
    'client_passkey.public_key_enc public_key',
    'client_second_factor.secret_enc secret',
    'staff.totp_secret_enc totp_secret',
    'staff.totp_pending_enc totp_secret',
    'staff_request.payload_enc payload',
    'message.text_enc text',
    'message_reply.text_enc text',
  ])
})
