/** What a member of staff does in the morning, over HTTP: send files, wait, look at what waits, let it through. */
import { openAsBlob, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../apps/server/src/config'
import { openDeps } from '../apps/server/src/open-deps'
import { addPerson } from '../apps/server/src/testing/staff'
import type { Running } from './process'
import { cookiesOf } from './served-book'

/** Files of one upload; the server takes no more at once. */
const FILES_AT_ONCE = 500
const LOOK_MS = 100

interface WaitingDay {
  code: string
  date: string
  version: number
  stamp: string | null
  state: string
}

export interface StaffDesk {
  /** Sends a folder's files and waits until they are imported. */
  upload(folder: string): Promise<void>
  waiting(): Promise<WaitingDay[]>
  approve(days: WaitingDay[]): Promise<void>
  publish(days: WaitingDay[]): Promise<void>
}

/** Adds a person to the database; call it before the server starts. */
export async function addClerk(env: Record<string, string>): Promise<{ login: string; password: string }> {
  const deps = await openDeps(readConfig({ ...process.env, ...env }))
  try {
    return { login: 'clerk', password: await addPerson(deps, 'clerk', { roles: ['operator', 'reviewer'] }) }
  } finally {
    await deps.database.close()
  }
}

export async function openDesk({ url }: Running, person: { login: string; password: string }): Promise<StaffDesk> {
  const api = `${url}/api/v1/staff`
  const json = (body: unknown) => ({ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  let cookie = ''
  async function send(path: string, { body, headers = {} }: { body: BodyInit; headers?: Record<string, string> }) {
    const own = { 'x-requested-with': 'sma', cookie }
    return checked(await fetch(api + path, { method: 'POST', body, headers: { ...headers, ...own } }))
  }
  const ask = async <T>(path: string) => (await checked(await fetch(api + path, { headers: { cookie } }))).json() as T

  async function sendFiles(paths: string[]): Promise<string> {
    const form = new FormData()
    for (const path of paths) form.append('files', await openAsBlob(path), path.split('/').at(-1))
    return ((await (await send('/files', { body: form })).json()) as { job: string }).job
  }
  async function ended(job: string): Promise<void> {
    for (;;) {
      const { state } = await ask<{ state: string }>(`/import-jobs/${job}`)
      if (state === 'done') return
      if (state === 'failed') throw new Error('the import failed')
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
  async function decide(path: string, days: WaitingDay[]): Promise<void> {
    const named = days.map(({ code, date, version, stamp }) => ({ code, date, version, stamp }))
    const reply = await send(path, json({ days: named }))
    const { decisions } = (await reply.json()) as { decisions: { code: string; outcome: string }[] }
    const refused = decisions.filter(({ outcome }) => outcome !== 'done')
    if (refused.length > 0) throw new Error(`${path}: ${refused.length} refused, ${JSON.stringify(refused[0])}`)
  }

  cookie = cookiesOf(await send('/auth/sessions', json(person)))
  return {
    async upload(folder) {
      const paths = readdirSync(folder).map((name) => join(folder, name))
      // What the accounts' own sheets need comes with the first of them.
      paths.sort((left, right) => Number(isHouseFile(right)) - Number(isHouseFile(left)))
      const jobs: string[] = []
      for (let from = 0; from < paths.length; from += FILES_AT_ONCE)
        jobs.push(await sendFiles(paths.slice(from, from + FILES_AT_ONCE)))
      for (const job of jobs) await ended(job)
    },
    waiting: async () => (await ask<{ days: WaitingDay[] }>('/days/waiting')).days,
    approve: (days) => decide('/days/approvals', days),
    publish: (days) => decide('/days/publications', days),
  }
}

const isHouseFile = (path: string): boolean => /\/(chicang|liushui)_/.test(path)

async function checked(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`)
  return response
}
