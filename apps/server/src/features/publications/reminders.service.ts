/** Whom to remind of a publication: a table to send from, with a text for each client. */
import { maskName } from '@sma/contract/identity'
import { placeOf } from '../../crypto/personal'
import { csvBytes } from '../../csv'
import type { Deps } from '../../deps'
import type { CallingStaff } from '../../http/callers'
import type { Download } from '../../http/replies'
import { groupBy } from '../../group-by'
import { shanghaiDate, shanghaiMinute } from '../../shanghai'
import { noteEvent, staffActor } from '../audit/audit.service'
import { known } from './known-publication'
import { selectUnreadAccounts } from './publications.queries'
import { eventOf } from './publications.service'

const HEADINGS = ['客户编号', '客户', '账户', '标题', '发布时间', '提醒内容']
const DAY_MS = 86_400_000

/** Empty while it is not shown, and for so many days after. */
export async function remindersCsv(
  deps: Deps,
  staff: CallingStaff,
  { id, days }: { id: string; days: number },
): Promise<Download> {
  const publication = await known(deps.db, id)
  const { title, version, state, published_at } = publication
  const now = deps.clock.now()
  const shownBefore = new Date(now.getTime() - days * DAY_MS).toISOString()
  const isDue = state === 'released' && published_at !== null && published_at <= shownBefore
  const unread = isDue ? await selectUnreadAccounts(deps.db, { id, version, now: now.toISOString() }) : []
  const clients = groupBy(unread, (row) => row.client_no)
  const rows = [...clients].map(([clientNo, [first, ...more]]) => {
    const name = first && maskName(deps.keys.decrypt(first.name_enc, placeOf('client', 'name', first.id)))
    const codes = [first, ...more].map((row) => row?.code ?? '').join(' ')
    const at = shanghaiMinute(new Date(published_at ?? ''))
    return [clientNo, name ?? '', codes, title, at, reminder({ title, account: first?.name ?? '', at })]
  })
  await noteEvent(deps, eventOf(staffActor(staff), 'export-readers', id, { days, version, rows: rows.length }))
  return { name: `阅读提醒_${shanghaiDate(now)}.csv`, bytes: csvBytes([HEADINGS, ...rows]) }
}

const reminder = ({ title, account, at }: { title: string; account: string; at: string }): string =>
  `您好，您的“${account}”有一份《${title}》已于${at.slice(0, 10)}发布，请您方便时登录客户服务平台查阅。`
