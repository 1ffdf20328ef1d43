/** What the demonstration's clients wrote and were answered, by the ways that clients and staff go. */
import { hash } from 'node:crypto'
import type { Deps } from '../deps'
import { readLimits } from '../features/auth/limits'
import { countLimits } from '../features/auth/limits.service'
import { sendMessage } from '../features/messages/messages.service'
import { addTemplate, listTemplates } from '../features/messages/templates.service'
import { answer } from '../features/messages/tickets.service'
import { selectClientByNo } from '../features/clients/client-records.queries'
import { selectPortfolioIds, selectAssignments } from '../features/staff/assignments.queries'
import { assignAccounts } from '../features/staff/people.service'
import { selectStaffByLogin } from '../features/staff/staff.queries'
import type { DemoClient } from './plan'

interface Said {
  /** Days before now, and the words. */
  asked: [number, string]
  answered?: [number, string]
}

const DIALOGUES: readonly (readonly Said[])[] = [
  [
    {
      asked: [9, '您好，上个月为什么把一部分股票型基金换成了债券型基金？'],
      answered: [
        8.8,
        '您好。当时权益类占比已接近约定上限，我们按投资指引做了再平衡，换入的是久期较短的债券型基金，风险等级不变。',
      ],
    },
    {
      asked: [4, '年底前还会有分红吗？'],
      answered: [3.6, '您好。目前没有分红安排；如有变化，我们会提前以公告告知。'],
    },
    { asked: [0.1, '请问季度报告什么时候可以看到？'] },
  ],
  [
    {
      asked: [2, '想了解管理费是怎么计提的。'],
      answered: [1.7, '您好。管理费按前一日资产净值每日计提，“业绩表现”里点“费用”可以看到每一期的金额。'],
    },
  ],
]

const TEMPLATES = [
  { title: '已收到', text: '您好，您的留言已收到，我们会在一个交易日内答复您。' },
  { title: '费用说明', text: '您好。各项费用的计提方式与金额，可在“业绩表现”中点“费用”查看；如仍有疑问，请随时留言。' },
]

const DAY_MS = 86_400_000

/** The adviser looks after every account but the last: what its client writes comes to the administrators. Nothing is said twice. */
export async function seedDialogue(deps: Deps, clients: readonly DemoClient[], adviser: string): Promise<void> {
  const codes = [...new Set(clients.flatMap(({ portfolioCodes }) => portfolioCodes))].sort()
  const staff = await selectStaffByLogin(deps.db, adviser)
  if (!staff) return
  const isAssigned = (await selectAssignments(deps.db)).some(({ staff_id }) => staff_id === staff.id)
  if (!isAssigned) await assignAccounts(deps, DEMO, { login: adviser, codes: codes.slice(0, -1) })
  if ((await listTemplates(deps)).length === 0)
    for (const template of TEMPLATES) await addTemplate(deps, DEMO, template)
  const as = { staffId: staff.id, login: staff.login, roles: ['adviser' as const], address: '' }
  for (const [index, dialogue] of DIALOGUES.entries()) {
    const client = clients[index]
    const code = client?.portfolioCodes[0]
    if (!client || code === undefined) continue
    for (const said of dialogue) await say(deps, { clientNo: client.clientNo, code, said, as })
  }
}

const DEMO = { kind: 'system', id: 'demo' } as const

async function say(
  deps: Deps,
  { clientNo, code, said, as }: { clientNo: string; code: string; said: Said; as: Parameters<typeof answer>[1] },
): Promise<void> {
  const client = await selectClientByNo(deps.db, clientNo)
  const [portfolio] = await selectPortfolioIds(deps.db, [code])
  if (!client || !portfolio) return
  const now = deps.clock.now().getTime()
  const at = (days: number): Deps => ({ ...deps, clock: { now: () => new Date(now - days * DAY_MS) } })
  const [days, text] = said.asked
  const sendKey = hash('sha256', `demo ${code} ${text}`)
  const then = { ...at(days), house: async () => 'SMA' }
  const unlimited = countLimits(then, async () => readLimits('off'))
  const { id } = await sendMessage(then, unlimited, { clientId: client.id, portfolioId: portfolio.id, text, sendKey })
  if (!said.answered) return
  const [after, reply] = said.answered
  await answer(at(after), as, { id, text: reply, sendKey: hash('sha256', `demo ${code} ${reply}`) })
}
