/** A house in which every text that staff, files or clients can fill is markup with a script in it. */
import { STAFF_ROLES } from '@sma/contract/staff-roles'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importText } from '../apps/server/src/testing/import-bench'
import { runDueJobs } from '../apps/server/src/features/imports/jobs.service'
import { addClient, ANNA, CHANGE, signIn, STRANGER, type Cookies } from '../apps/server/src/testing/people'
import { publishHandBook } from '../apps/server/src/testing/hand-book'
import { asStaff, staffCookies } from '../apps/server/src/testing/staff'
import { openLive, type Live } from './live'
import type { Engine } from './part'
import { plantHoles } from './planted'

/** What a script of ours is called by, once it runs. */
export const HOOK = 'xss'

/** Each runs where a text becomes markup, an attribute, an address or a template; `SIGN` is what a reader sees of it. */
export const SIGN = 'sma-xss'
export const PAYLOADS = [
  `<img src=x onerror=${HOOK}()>${SIGN}`,
  `"><script>${HOOK}()</script>${SIGN}`,
  `'><svg onload=${HOOK}()>${SIGN}`,
  `javascript:${HOOK}()//${SIGN}`,
  `{{constructor.constructor('${HOOK}()')()}}${SIGN}`,
  `<a href="javascript:${HOOK}()" onmouseover="${HOOK}()">${SIGN}</a>`,
  `<iframe srcdoc="<script>parent.${HOOK}()</script>"></iframe>${SIGN}`,
] as const

const SHORT = `<svg/onload=${HOOK}()>`
const LOGO = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" onload="parent.${HOOK}()"><script>parent.${HOOK}()</script></svg>`,
)}`

let drawn = 0
const payload = (): string => PAYLOADS[(drawn += 1) % PAYLOADS.length] ?? ''
/** Of a CSV's cell. */
const cell = (): string => `"${payload().replaceAll('"', '""')}"`

export interface XssHouse extends Live {
  client: Cookies
  staff: Cookies
  /** What stands for the parameters of a page's address. */
  params: Record<string, string>
}

const ACCOUNT = 'SA0001'
const DAY = '2021-11-01'

export async function openXssHouse(engine: Engine): Promise<XssHouse> {
  const config = (dataDir: string) => {
    const brandFile = join(dataDir, 'brand.json')
    const text = { version: SHORT, text: PAYLOADS.join('\n\n') }
    const lines = { telephone: payload(), wechat: payload(), legalNotice: payload(), footnote: payload() }
    const brand = { name: payload(), shortName: SHORT, logo: LOGO, ...lines, terms: text, privacy: text }
    writeFileSync(brandFile, JSON.stringify(brand))
    return { brandFile, limits: 'off' }
  }
  const live = await openLive(engine, { config })
  plantHoles(live.app, live.deps.db)
  const client = await fillFigures(live)
  const staff = await staffCookies(live.app, live.deps, ...STAFF_ROLES)
  const { fileId, jobId } = await fillDesk(live, staff)
  await fillDecisions(live, staff)
  return { ...live, client, staff, params: { code: ACCOUNT, date: DAY, 'files/:id': fileId, 'imports/:id': jobId } }
}

/** A client with an account, its days and its funds. */
async function fillFigures({ app, deps }: Live): Promise<Cookies> {
  const { db } = deps
  const funds = ['110011,equity', '000759,money', '000216,alternative', '002864,fixed-income'].map((fund) => {
    const [code, kind] = fund.split(',')
    return `${code},${cell()},${kind},${cell()}\n`
  })
  await importText(deps, `fund_code,fund_name,asset_class,kind\n${funds.join('')}`)
  await publishHandBook(db, ACCOUNT, [await addClient(deps, { ...ANNA, name: PAYLOADS[1] })])
  const texts = { name: PAYLOADS[0], benchmark: payload(), manager: payload() }
  await db.updateTable('portfolio').set(texts).where('code', '=', ACCOUNT).execute()
  return signIn(app, deps, ANNA)
}

/** Files whose names, headings and cells are scripts, by upload and by the shell. */
async function fillDesk(live: Live, cookies: Cookies): Promise<{ fileId: string; jobId: string }> {
  const { app, deps } = live
  const days = `portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav,${cell()}\n`
  const rows = [
    `${cell()},2024-01-02,1000,1000,1,1,x`,
    `${ACCOUNT},${cell()},1000,1000,1,1,x`,
    `${ACCOUNT},2021-11-03,${cell()},1,1,1,x`,
  ]
  const files = PAYLOADS.map((name, at) => ({
    name: `${name.replaceAll(/["/\\\r\n]/g, '')}.csv`,
    text: `${days}${rows[at % 3]}\n`,
  }))
  const form = new FormData()
  for (const { name, text } of files) form.append('files', new Blob([text]), name)
  const request = new Request('http://house/', { method: 'POST', body: form })
  const sent = await app.inject({
    method: 'POST',
    url: `/api/v1/staff/files?reason=${encodeURIComponent(payload())}`,
    cookies,
    headers: { ...CHANGE, 'content-type': request.headers.get('content-type') ?? '' },
    payload: Buffer.from(await request.arrayBuffer()),
  })
  if (sent.statusCode !== 202) throw new Error(`the upload was answered ${sent.body}`)
  await runDueJobs(deps)
  const { id: fileId } = await deps.db
    .selectFrom('source_file')
    .select('id')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return { fileId, jobId: sent.json<{ job: string }>().job }
}

/** Reasons, notes, wishes and names that people give. */
async function fillDecisions({ app, deps }: Live, staff: Cookies): Promise<void> {
  const person = { name: payload(), idType: 'passport', idNumber: STRANGER.idNumber, phone: STRANGER.phone }
  await asStaff(app, staff, [
    'POST',
    '/delegations',
    { portfolios: [ACCOUNT], ...person, until: '2026-06-30', wish: payload() },
  ])
  const { clients = [] } = (await asStaff(app, staff, ['GET', `/clients?portfolio=${ACCOUNT}`])).body as {
    clients?: { id: string }[]
  }
  for (const { id } of clients) await asStaff(app, staff, ['POST', `/clients/${id}/unmasking`, { reason: payload() }])
  const shown = await deps.db.selectFrom('finding').select(['id', 'found', 'expected']).execute()
  for (const finding of shown)
    await asStaff(app, staff, ['POST', '/findings/explanations', { findings: [finding], note: payload() }])
}
