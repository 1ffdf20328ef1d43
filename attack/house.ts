/** Houses to attack: a data folder with its database, made once and copied for every attack. */
import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'
import { readConfig } from '../apps/server/src/config'
import type { Deps } from '../apps/server/src/deps'
import { readInThisProcess } from '../apps/server/src/features/imports/file-reader'
import { openDeps } from '../apps/server/src/open-deps'
import { SERVER_ENTRY } from '../scripts/lib/build.mjs'
import type { Engine } from './part'

const MYSQL_URL = process.env.SMA_TEST_MYSQL_URL || 'mysql://root@127.0.0.1:3306'

export interface House {
  dataDir: string
  env: Record<string, string>
  /** Opens it in this process; close `database` at the end. */
  open(): Promise<Deps>
  /** The same house once more, by default beside this one. */
  copy(dataDir?: string): Promise<House>
  drop(): Promise<void>
}

/** An empty house in a folder of its own. */
export async function newHouse(engine: Engine): Promise<House> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sma-attack-'))
  return houseAt(dataDir, engine === 'mysql' ? await newDatabase() : null)
}

function houseAt(dataDir: string, database: string | null): House {
  const env = {
    SMA_DATA_DIR: dataDir,
    DATABASE_URL: database === null ? '' : urlOf(database),
    SMA_LOG_LEVEL: 'silent',
    SMA_GATE: 'two-person',
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
  }
  return {
    dataDir,
    env,
    open: async () => ({ ...(await openDeps(readConfig(env))), reader: readInThisProcess }),
    async copy(to) {
      const dir = to ?? (await mkdtemp(join(tmpdir(), 'sma-attack-')))
      await cp(dataDir, dir, { recursive: true })
      return houseAt(dir, database === null ? null : await copyDatabase(database))
    },
    async drop() {
      if (database !== null) await onMysql((connection) => connection.query(`drop database if exists ${database}`))
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Runs `work` in this process on the opened house. */
export async function inside<T>(house: House, work: (deps: Deps) => Promise<T>): Promise<T> {
  const deps = await house.open()
  try {
    return await work(deps)
  } finally {
    await deps.database.close()
  }
}

let databases = 0

async function newDatabase(): Promise<string> {
  const name = `sma_attack_${process.pid}_${(databases += 1)}`
  await onMysql((connection) => connection.query(`create database ${name} character set utf8mb4 collate utf8mb4_bin`))
  return name
}

async function copyDatabase(from: string): Promise<string> {
  const to = await newDatabase()
  await onMysql(async (connection) => {
    await connection.query('set foreign_key_checks = 0')
    const [rows] = await connection.query<RowDataPacket[]>(`show tables from ${from}`)
    const tables = rows.map((row) => String(Object.values(row)[0]))
    await connection.query(`use ${to}`)
    for (const table of tables) {
      const [[made]] = await connection.query<RowDataPacket[]>(`show create table ${from}.${table}`)
      await connection.query(String(made?.['Create Table']))
    }
    // In one transaction the disk is waited for once.
    await connection.beginTransaction()
    for (const table of tables) await connection.query(`insert into ${to}.${table} select * from ${from}.${table}`)
    await connection.commit()
  })
  return to
}

function urlOf(database: string): string {
  const url = new URL(MYSQL_URL)
  url.pathname = `/${database}`
  return url.href
}

async function onMysql<T>(work: (connection: Connection) => Promise<T>, uri = MYSQL_URL): Promise<T> {
  const connection = await createConnection({ uri })
  try {
    return await work(connection)
  } finally {
    await connection.end()
  }
}

/** Null where a MySQL server answers, else why not. */
export const mysqlMissing = (): Promise<string | null> =>
  onMysql(async () => null).catch(() => 'no server at SMA_TEST_MYSQL_URL')

export interface Ended {
  /** Null where it was killed. */
  status: number | null
  stdout: string
  stderr: string
  ms: number
}

export interface Child {
  /** Its first word, or its end. */
  ready: Promise<unknown>
  ended: Promise<Ended>
  kill(): void
}

/** Starts `sma` on a house. */
export const startSma = (house: House, args: string[]): Child => startNode(house, [SERVER_ENTRY, ...args])

/** Starts a Node program on a house. */
function startNode(house: House, args: string[]): Child {
  const started = performance.now()
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...house.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  const ready = Promise.race(
    ['data', 'close'].map((event) => new Promise((resolve) => child.stdout.once(event, resolve))),
  )
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (status) => resolve({ status, stdout, stderr, ms: performance.now() - started })),
  )
  return { ready, ended, kill: () => void child.kill('SIGKILL') }
}

/** Starts a mode of child.ts on a house. */
export const startChild = (house: House, ...mode: string[]): Child =>
  startNode(house, ['--import', 'tsx', join(import.meta.dirname, 'child.ts'), ...mode])

/** Resolves where a child first writes to its database, or ends. */
export async function firstWrite({ dataDir, env }: House, child: Child): Promise<void> {
  const life = new AbortController()
  void child.ended.then(() => life.abort())
  if (env['DATABASE_URL']) return onMysql((connection) => firstMysqlWrite(connection, life.signal), env['DATABASE_URL'])
  const log = join(dataDir, 'sma.db-wal')
  while (!life.signal.aborted && (statSync(log, { throwIfNoEntry: false })?.size ?? 0) === 0) await sleep(1)
}

/** Files received, days in hand and acts that are written down: each piece of work begins with one of these. */
const WRITTEN = `select concat(
  (select count(*) from source_file), ' ', (select count(*) from valuation), ' ', (select count(*) from audit_event)) as so_far`

async function firstMysqlWrite(connection: Connection, signal: AbortSignal): Promise<void> {
  const soFar = async () => String((await connection.query<RowDataPacket[]>(WRITTEN))[0][0]?.['so_far'])
  const before = await soFar()
  while (!signal.aborted && (await soFar()) === before) await sleep(1)
}

/** Kills a child `ms` after now, unless it ends by itself before. */
export async function killAfter(child: Child, ms: number): Promise<void> {
  const timer = new AbortController()
  await Promise.race([child.ended, sleep(ms, null, { signal: timer.signal }).catch(() => null)])
  timer.abort()
  child.kill()
  await child.ended
}

/** Runs `sma` to its end. */
export const sma = (house: House, ...args: string[]): Promise<Ended> => startSma(house, args).ended
