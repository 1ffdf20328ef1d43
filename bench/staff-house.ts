/**
 * The house whose lists staff page through: 500 accounts, 2,000 clients, five years of published days, every report they owed, and what
 * has piled up beside them. Rows that lists read are written straight into the tables; clients come in as an import saves them.
 */
import { addDays } from '@sma/finance/dates'
import { reportPeriods, type ReportPeriod } from '@sma/finance/calendar/duties'
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import type { Deps } from '../apps/server/src/deps'
import { saveClient } from '../apps/server/src/features/clients/client-records.service'
import { sealText } from '../apps/server/src/features/messages/messages.service'
import { shanghaiDate } from '../apps/server/src/shanghai'
import { inventedPerson } from '../apps/server/src/testing/people'
import { addPortfolio, type TestPortfolio } from '../apps/server/src/testing/published-rows'
import { insertRows, weekdays, writeBook } from './book'

export const ACCOUNTS = 500
export const CLIENTS = 2000
const YEARS = 5
const FILES = 60_000
const FINDINGS_A_DAY = 20
const MESSAGES = 2000
/** Of one account in so many the newest report of each kind is not there yet. */
const BEHIND = 10
const HASH = '0'.repeat(64)

interface House {
  deps: Deps
  accounts: TestPortfolio[]
  clients: string[]
  today: string
}

/** What one of the staff opens of it. */
export interface Known {
  reportId: string
  letterId: string
}

export async function writeStaffHouse(deps: Deps): Promise<Known> {
  const house = await masterData(deps)
  await writeFiles(house)
  await writeBook(deps.database, {
    accounts: ACCOUNTS,
    years: YEARS,
    fundsHeld: 0,
    transactions: 0,
    until: house.today,
  })
  const known = await deps.db.transaction().execute(async (tx) => {
    const own = { ...house, deps: { ...deps, db: tx } }
    await writeWork(own)
    await writeMessages(own)
    return writeReports(own)
  })
  return known
}

/** Every client owns two accounts. */
async function masterData(deps: Deps): Promise<House> {
  const today = shanghaiDate(deps.clock.now())
  const launchDate = addDays(today, -YEARS * 365)
  const source = { at: deps.clock.now().toISOString(), by: 'bench', fileId: null }
  return deps.db.transaction().execute(async (tx) => {
    const accounts: TestPortfolio[] = []
    for (let at = 0; at < ACCOUNTS; at++)
      accounts.push(await addPortfolio(tx, { code: `SA${String(at).padStart(4, '0')}`, launchDate }))
    for (let at = 0; at < CLIENTS; at++) {
      const record = { clientNo: `C${at}`, idType: 'id-card' as const, ...inventedPerson(at) }
      const owned = [accounts[at % ACCOUNTS], accounts[(at * 7 + 1) % ACCOUNTS]].flatMap((one) => one ?? [])
      await saveClient(deps, tx, { record, accounts: owned, source })
    }
    const clients = (await tx.selectFrom('client').select('id').orderBy('client_no').execute()).map(({ id }) => id)
    return { deps, accounts, clients, today }
  })
}

const row = (...values: (string | number | null)[]) =>
  values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join()

async function writeFiles({ deps, today }: House): Promise<void> {
  const report = JSON.stringify({ days: [], problems: [] })
  const rows = Array.from({ length: FILES }, (_, at) => {
    const day = addDays(today, -Math.floor(((FILES - at) * YEARS * 365) / FILES))
    return row(
      deps.newId(),
      HASH,
      `guzhibiao_${at}.xls`,
      1,
      'fa-dump',
      'applied',
      `${day}T01:00:00.000Z`,
      'bench',
      report,
    )
  })
  const columns = 'id,sha256,name,size,kind,status,received_at,received_by,report'
  await deps.db.transaction().execute((tx) => insertRows(tx, 'source_file', columns, rows))
}

/** Evidence and findings of five years, of which the newest wait for someone; the newest day of every account waits, too. */
async function writeWork({ deps, accounts, today }: House): Promise<void> {
  const { db } = deps
  const file = (await db.selectFrom('source_file').select('id').executeTakeFirstOrThrow()).id
  const days = weekdays(YEARS, today)
  const newest = days.at(-1) ?? today
  const evidence = accounts.flatMap(({ id }) =>
    days.map((date) => row(id, date, 'valuation', 'fa-dump', '{}', HASH, file, `${date}T10:00:00.000Z`)),
  )
  const told = 'portfolio_id,date,kind,origin,payload,payload_hash,source_file_id,received_at'
  await insertRows(db, 'day_evidence', told, evidence)
  const findings = days.flatMap((date) =>
    accounts.slice(0, FINDINGS_A_DAY).map(({ id }, at) => {
      const state = date === newest || at === 0 ? 'open' : 'resolved'
      const check = at === 0 ? 'R-CHK-9' : 'R-CHK-4'
      const seen = `${date}T10:00:00.000Z`
      return row(deps.newId(), id, date, 'check', check, '', 'warning', '1', '2', state, seen, seen)
    }),
  )
  const found = 'id,portfolio_id,date,origin,check_id,subject,severity,found,expected,state,first_seen,last_seen'
  await insertRows(db, 'finding', found, findings)
  await db.deleteFrom('published_day').where('date', '=', newest).execute()
  await db.updateTable('valuation').set({ state: 'checked', published_at: null }).where('date', '=', newest).execute()
}

/** One in ten is open. */
async function writeMessages({ deps, accounts, clients, today }: House): Promise<void> {
  const rows = Array.from({ length: MESSAGES }, (_, at) => {
    const id = deps.newId()
    const text = sealText(deps, 'message', id, '请问本月的收益是怎样算出来的？')
    const day = addDays(today, -Math.floor(at / 2))
    const [account, client] = [accounts[at % ACCOUNTS]?.id ?? '', clients[at % CLIENTS] ?? '']
    const state = at % 10 === 0 ? 'open' : 'answered'
    return row(id, account, client, text, `${day}T01:00:00.000Z`, state, `${addDays(day, 1)}T09:00:00.000Z`)
  })
  await insertRows(deps.db, 'message', 'id,portfolio_id,client_id,text_enc,sent_at,state,due_at', rows)
}

const REPORT_WORDS = { monthly: '月报', quarterly: '季报', annual: '年报' } as const

/** Every report of five years as a publication with its PDF's entry, and one letter to all. */
async function writeReports({ deps, accounts, clients, today }: House): Promise<Known> {
  const { db } = deps
  const since = addDays(today, -YEARS * 365)
  const periods = reportPeriods({ dueFrom: since, today }, tradingCalendar([])).filter(({ to }) => to >= since)
  const rule = {
    daily: 1,
    monthly: 1,
    quarterly: 1,
    annual: 1,
    since,
    set_at: `${today}T01:00:00.000Z`,
    set_by: 'bench',
  }
  await db
    .insertInto('disclosure_rule')
    .values({ id: 'house', portfolio_id: null, ...rule })
    .execute()
  const [publications, targets, documents]: string[][] = [[], [], []]
  const add = (kind: string, { title, at, target, period }: Publication): string => {
    const [id, document] = [deps.newId(), deps.newId()]
    const read = [kind, title, at, 'released', target ? 'accounts' : 'all', 1, at, 'bench', at, 'bench']
    publications?.push(row(id, ...read, period?.kind ?? null, period?.period ?? null))
    documents?.push(row(document, id, 'document', 1, HASH, `${title}.pdf`, 100_000, 'application/pdf', at, 'bench'))
    if (target) targets?.push(row(id, target.id, period?.kind ?? null, period?.period ?? null, at))
    return id
  }
  let reportId = ''
  for (const period of periods)
    for (const [at, target] of accounts.entries()) {
      if (at % BEHIND === 0 && period.dueOn >= addDays(today, -45)) continue
      const title = `${target.code}_${period.period}${REPORT_WORDS[period.kind]}`
      reportId = add('announcement', { title, at: `${addDays(period.to, 4)}T02:00:00.000Z`, target, period })
    }
  const letterId = add('article', { title: '市场周报', at: `${addDays(today, -3)}T02:00:00.000Z` })
  const shown = 'kind,title,published_at,state,audience,version,created_at,created_by,changed_at,changed_by'
  await insertRows(db, 'publication', `id,${shown},report_kind,report_period`, publications ?? [])
  await insertRows(
    db,
    'publication_portfolio',
    'publication_id,portfolio_id,report_kind,report_period,covers_from',
    targets ?? [],
  )
  const files = 'id,publication_id,role,position,sha256,file_name,size,media_type,added_at,added_by'
  await insertRows(db, 'document', files, documents ?? [])
  const opened = clients.slice(CLIENTS / 2).map((id) => row(letterId, id, 1, `${today}T00:00:00.000Z`))
  await insertRows(db, 'publication_receipt', 'publication_id,client_id,version,opened_at', opened)
  return { reportId, letterId }
}

interface Publication {
  title: string
  at: string
  /** Left out: for all. */
  target?: TestPortfolio
  period?: ReportPeriod
}
