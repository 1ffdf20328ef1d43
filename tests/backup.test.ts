/** The drill: a house is backed up while it is read and written, and restored on an empty machine of either engine. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeBook, type Book } from '../attack/book'
import { inside, mysqlMissing, newHouse, type House } from '../attack/house'
import { buildApp } from '../apps/server/src/app'
import { readConfig } from '../apps/server/src/config'
import { TABLES } from '../apps/server/src/db/data-classes'
import { openDatabase } from '../apps/server/src/db/dialect'
import type { Schema } from '../apps/server/src/db/schema'
import { noteEvent, verifyAudit, type Actor } from '../apps/server/src/features/audit/audit.service'
import { writeBackup } from '../apps/server/src/features/backup/backup.service'
import { checkBackup, restoreBackup } from '../apps/server/src/features/backup/restore.service'
import { LEFT_OUT } from '../apps/server/src/features/backup/what-is-kept'
import { importPaths } from '../apps/server/src/features/imports/import-paths'
import { rotateKeys } from '../apps/server/src/features/keys/rotation.service'
import { openLog } from '../apps/server/src/open-deps'
import { signIn, type Person } from '../apps/server/src/testing/people'
import { readClients } from './e2e/platform'

const noMysql = await mysqlMissing()
const ENGINES = noMysql === null ? (['sqlite', 'mysql'] as const) : (['sqlite'] as const)
const ACTOR: Actor = { kind: 'shell', id: 'drill' }
const clock = { now: () => new Date() }

let book: Book
let dir: string
const houses: House[] = []

beforeAll(async () => {
  book = await writeBook({ portfolios: 1, months: 0.3 })
  dir = await mkdtemp(join(tmpdir(), 'sma-test-'))
}, 120_000)

afterAll(async () => {
  for (const house of houses) await house.drop()
  await book.drop()
  await rm(dir, { recursive: true, force: true })
})

async function emptyHouse(engine: 'sqlite' | 'mysql', masterOf?: House): Promise<House> {
  const house = await newHouse(engine)
  houses.push(house)
  // nobody listens at port 0; the drill signs in more often than a client may
  Object.assign(house.env, { PORT: '0', SMA_LIMITS: 'off' })
  if (masterOf) {
    await mkdir(join(house.dataDir, 'keys'))
    await copyFile(join(masterOf.dataDir, 'keys/master.key'), join(house.dataDir, 'keys/master.key'))
  }
  return house
}

/** A house with files, published days, clients, staff's acts, and keys that were rotated once. */
async function filledHouse(engine: 'sqlite' | 'mysql'): Promise<House> {
  const house = await emptyHouse(engine)
  await inside(house, async (deps) => {
    await importPaths(deps, [book.base], { publish: true, by: 'drill', reason: null })
    await rotateKeys(deps, ACTOR)
  })
  return house
}

/** Another process would open the database by itself, as this does. */
async function backUp(house: House, name: string): Promise<string> {
  const config = readConfig(house.env)
  const database = openDatabase({ url: config.databaseUrl, file: join(config.dataDir, 'sma.db') })
  const path = join(dir, name)
  try {
    await writeBackup({ config, database, clock }, path)
  } finally {
    await database.close()
  }
  return path
}

const restore = (house: House, path: string, replace = false) =>
  restoreBackup({ config: readConfig(house.env), clock, log: openLog('silent') }, path, { replace, actor: ACTOR })

type Rows = Record<string, string[]>

async function rowsOf(house: House): Promise<Rows> {
  return inside(house, async ({ db }) => {
    const all: Rows = {}
    for (const name of Object.keys(TABLES) as (keyof Schema)[]) {
      if (LEFT_OUT.has(name)) continue
      const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db)
      const text = (row: Record<string, unknown>) =>
        JSON.stringify(Object.entries(row).toSorted(), (_, cell) => (typeof cell === 'bigint' ? `${cell}n` : cell))
      all[name] = rows.map(text).toSorted()
    }
    return all
  })
}

const filesOf = async ({ dataDir }: House): Promise<string[]> =>
  (await readdir(join(dataDir, 'files'), { recursive: true })).toSorted()

/** What the first client of the book is answered, byte by byte. */
async function figuresOf(house: House): Promise<string[]> {
  return inside(house, async (deps) => {
    const app = buildApp(deps)
    const [client] = readClients(join(book.base, 'clients.csv'))
    if (!client) throw new Error('the book has no client')
    const cookies = await signIn(app, deps, client satisfies Person)
    const figures: string[] = []
    for (const code of client.portfolios)
      for (const path of [
        '',
        '/holdings',
        '/transactions',
        '/performance/periods',
        '/performance/nav',
        '/performance/fees',
      ]) {
        const reply = await app.inject({ url: `/api/v1/portfolios/${code}${path}`, cookies })
        expect([path, reply.statusCode]).toEqual([path, 200])
        figures.push(reply.body)
      }
    await app.close()
    return figures
  })
}

describe.each(ENGINES)('a house on %s', (engine) => {
  let house: House
  let path: string
  let original: Rows
  let figures: string[]
  beforeAll(async () => {
    house = await filledHouse(engine)
  }, 120_000)

  it('is backed up while it is read and written', async () => {
    await inside(house, async (deps) => {
      const app = buildApp(deps)
      const [client] = readClients(join(book.base, 'clients.csv'))
      const cookies = await signIn(app, deps, client as Person)
      const done = new AbortController()
      let [reads, writes] = [0, 0]
      const served = async () => {
        do {
          await noteEvent(deps, { actor: ACTOR, action: 'download-file', object: { kind: 'file', id: 'drill' } })
          writes++
          reads += (await app.inject({ url: '/api/v1/portfolios', cookies })).statusCode === 200 ? 1 : 1000
        } while (!done.signal.aborted)
      }
      const serving = served()
      path = await backUp(house, `${engine}.smabackup`).finally(() => done.abort())
      await serving
      expect([reads, writes > 1]).toEqual([writes, true])
      await app.close()
    })
    // before anybody signs in again, which leaves rows too
    original = await rowsOf(house)
    figures = await figuresOf(house)
  }, 60_000)

  it.each(ENGINES)(
    'comes back whole on an empty machine with %s',
    async (other) => {
      const target = await emptyHouse(other, house)
      const { audit } = await restore(target, path)
      expect(audit.faults).toEqual([])
      const { audit_event: events, audit_head: _head, ...rows } = await rowsOf(target)
      const { audit_event: originals, audit_head: _noted, ...others } = original
      expect(rows).toEqual(others)
      expect(rows['holding']?.length).toBeGreaterThan(20)
      expect(events).toHaveLength(audit.events + 1)
      expect(originals).toEqual(
        expect.arrayContaining(events?.filter((event) => !event.includes('restore-backup')) ?? []),
      )
      expect(await filesOf(target)).toEqual(await filesOf(house))
      expect(await inside(target, (deps) => verifyAudit(deps))).toMatchObject({ faults: [] })
      expect(await figuresOf(target)).toEqual(figures)
      const [sha256 = ''] = (await filesOf(target)).filter((name) => name.length > 60).map((name) => name.slice(3))
      await inside(target, async ({ files }) => expect((await files.get(sha256)).length).toBeGreaterThan(0))
    },
    60_000,
  )

  it('is not written over, but put in place of another where that is asked for', async () => {
    await expect(restore(house, path)).rejects.toThrow(/there is something already: files in .*--replace/)
    const target = await filledHouse(engine)
    await rm(join(target.dataDir, 'keys/master.key'))
    await copyFile(join(house.dataDir, 'keys/master.key'), join(target.dataDir, 'keys/master.key'))
    const { replaced } = await restore(target, path, true)
    expect(await figuresOf(target)).toEqual(figures)
    expect(await readdir(replaced ?? '')).toEqual(
      expect.arrayContaining(['files', 'data-keys.json', 'audit-head.json']),
    )
  }, 120_000)
})

describe('a backup', () => {
  let house: House
  let path: string
  let bytes: Buffer
  beforeAll(async () => {
    house = await filledHouse('sqlite')
    path = await backUp(house, 'whole.smabackup')
    bytes = await readFile(path)
  }, 120_000)

  /** Where each frame begins, the first after the head line. */
  function frameStarts(): number[] {
    const starts: number[] = []
    for (let at = bytes.indexOf('\n') + 1; at < bytes.length; at += 4 + bytes.readUInt32BE(at) + 16) starts.push(at)
    return starts
  }

  it('holds neither names, nor tables, nor the master key in the clear', async () => {
    const master = (await readFile(join(house.dataDir, 'keys/master.key'), 'utf8')).trim()
    const [client] = readClients(join(book.base, 'clients.csv'))
    for (const word of ['portfolio', 'SA5001', client?.name ?? '', client?.idNumber ?? '', master])
      expect(bytes.includes(word)).toBe(false)
    expect(bytes.includes(Buffer.from(master, 'base64'))).toBe(false)
    await expect(backUp(house, 'whole.smabackup')).rejects.toThrow('is there already')
  })

  it('is refused wherever it is damaged or cut off, and nothing is touched', async () => {
    const starts = frameStarts()
    expect(starts.length).toBeGreaterThan(100)
    const target = await emptyHouse('sqlite', house)
    const wrong = join(dir, 'wrong.smabackup')
    const said = new Set<string>()
    const refuse = async (damaged: Buffer) => {
      await writeFile(wrong, damaged)
      const reason = await restore(target, wrong).then(
        () => 'restored',
        (error: Error) => error.message,
      )
      said.add(reason.replace(wrong, 'FILE').replaceAll(/\d+/g, 'N'))
    }
    for (const [at, start] of starts.entries()) {
      const end = starts[at + 1] ?? bytes.length
      const flipped = Buffer.from(bytes)
      const middle = Math.floor((start + 4 + end) / 2)
      flipped[middle] = (flipped[middle] ?? 0) ^ 1
      await refuse(flipped)
      await refuse(bytes.subarray(0, start))
      await refuse(bytes.subarray(0, end - 1))
      if (at % 10 === 0) await refuse(Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]))
    }
    await refuse(Buffer.concat([bytes, Buffer.from('more')]))
    await refuse(bytes.subarray(0, 20))
    await refuse(Buffer.from('{"sma":"other"}\n'))
    await refuse(Buffer.concat([Buffer.from(bytes.subarray(0, 30).toString().replace('1', '2')), bytes.subarray(30)]))
    expect([...said].toSorted()).toEqual([
      'FILE: it has no head line; nothing was touched',
      'FILE: it is cut off at byte N, or damaged after N; nothing was touched',
      'FILE: it is cut off at byte N; nothing was touched',
      'FILE: it is damaged after byte N of N; nothing was touched',
      'FILE: it is no backup of SMA Portal, or its first line is damaged; nothing was touched',
      'FILE: it was made by a newer version: update this one first; nothing was touched',
      'FILE: something follows its end at byte N; nothing was touched',
    ])
    expect(await readdir(target.dataDir)).toEqual(['keys'])
    expect(await readdir(join(target.dataDir, 'keys'))).toEqual(['master.key'])
  }, 120_000)

  it('sealed by a passphrase takes it and the master key', async () => {
    const secret = join(dir, 'passphrase')
    await writeFile(secret, '一句很长而且没有人知道的话 42\n')
    house.env['SMA_BACKUP_KEY_FILE'] = secret
    const sealed = await backUp(house, 'sealed.smabackup')
    const target = await emptyHouse('sqlite')
    await expect(restore(target, sealed)).rejects.toThrow('SMA_BACKUP_KEY_FILE must name the file')
    target.env['SMA_BACKUP_KEY_FILE'] = join(dir, 'other')
    await writeFile(join(dir, 'other'), 'another passphrase altogether')
    await expect(restore(target, sealed)).rejects.toThrow('is not the one that sealed it')
    target.env['SMA_BACKUP_KEY_FILE'] = secret
    await expect(restore(target, sealed)).rejects.toThrow('the master key of the house is needed')
    await mkdir(join(target.dataDir, 'keys'), { recursive: true })
    await writeFile(join(target.dataDir, 'keys/master.key'), Buffer.alloc(32, 5).toString('base64'))
    await expect(restore(target, sealed)).rejects.toThrow('is another master key than that of the backup')
    const { about, manifest } = await checkBackup({ config: readConfig(target.env) }, sealed)
    expect([about.engine, manifest.files.files > 10]).toEqual(['sqlite', true])
    await writeFile(secret, 'too short')
    await expect(backUp(house, 'never.smabackup')).rejects.toThrow('must hold 12 characters or more')
    expect((await readdir(dir)).filter((name) => name.startsWith('never') || name.endsWith('.part'))).toEqual([])
    delete house.env['SMA_BACKUP_KEY_FILE']
  })
})
