/** Which duties the house has, and which accounts differ. */
import type { readDisclosureRules, setDisclosureRule } from '@sma/contract/staff-disclosure'
import type { z } from 'zod'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { shanghaiDate } from '../../shanghai'
import { appendAudit, noteAuditHead, type Actor, type AuditEvent } from '../audit/audit.service'
import { replaceRule, selectFirstReceived, selectPortfolioIdsOf, selectRules } from './disclosure.queries'
import type { DisclosureRuleTable } from './disclosure.table'
import type { HouseRule } from './duties'

type Rules = z.input<typeof readDisclosureRules.reply>
type Rule = NonNullable<z.output<typeof setDisclosureRule.body>['rule']>

const HOUSE = 'house'
/** What the law asks of such accounts, and the monthly report that nearly every contract does. */
const DEFAULT_RULE = { daily: 1, monthly: 1, quarterly: 1, annual: 1 }

/** The house's rule, and the earliest day from which any account's duties count (R-DSC-6). */
export async function houseRule(db: Db, today: string): Promise<{ house: HouseRule; earliest: string }> {
  const rules = await selectRules(db)
  const own = rules.find(({ id }) => id === HOUSE)
  const since = own?.since ?? (await firstDayHere(db, today))
  const earliest = rules.map((rule) => rule.since ?? since).sort()[0] ?? since
  return { house: { ...(own ?? DEFAULT_RULE), since }, earliest: earliest < since ? earliest : since }
}

async function firstDayHere(db: Db, today: string): Promise<string> {
  const at = await selectFirstReceived(db)
  return at === null ? today : shanghaiDate(new Date(at))
}

const flagsOf = ({ daily, monthly, quarterly, annual }: Omit<HouseRule, 'since'>) => ({
  daily: daily === 1,
  monthly: monthly === 1,
  quarterly: quarterly === 1,
  annual: annual === 1,
})

export async function disclosureRules({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<Rules> {
  const rules = await selectRules(db)
  const own = rules.find(({ id }) => id === HOUSE)
  return {
    house: {
      ...flagsOf(own ?? DEFAULT_RULE),
      since: own?.since ?? null,
      setBy: own?.set_by ?? null,
      setAt: own?.set_at ?? null,
    },
    counted: (await houseRule(db, shanghaiDate(clock.now()))).house.since,
    accounts: rules.flatMap((rule) =>
      rule.code === null
        ? []
        : {
            ...flagsOf(rule),
            portfolio: rule.code,
            name: rule.name ?? '',
            since: rule.since,
            setBy: rule.set_by,
            setAt: rule.set_at,
          },
    ),
  }
}

export async function setRuleBy(
  deps: Deps,
  actor: Actor,
  { portfolio, rule }: z.output<typeof setDisclosureRule.body>,
): Promise<null> {
  const [account] = portfolio === null ? [] : await selectPortfolioIdsOf(deps.db, [portfolio])
  if (portfolio !== null && !account) throw new AppError('account-unknown')
  const id = account?.id ?? HOUSE
  await deps.db.transaction().execute(async (tx) => {
    await replaceRule(tx, id, rule && rowOf(rule, { id, portfolioId: account?.id ?? null, deps, by: actor.id }))
    const object = { kind: 'disclosure', id: portfolio ?? HOUSE } as const
    const detail: AuditEvent['detail'] = rule ?? { reset: true }
    const event = { actor, action: 'set-disclosure-rule', object, detail } as const
    await appendAudit(tx, deps, account ? { ...event, portfolioId: account.id } : event)
  })
  await noteAuditHead(deps)
  return null
}

const rowOf = (
  rule: Rule,
  { id, portfolioId, deps, by }: { id: string; portfolioId: string | null; deps: Pick<Deps, 'clock'>; by: string },
): DisclosureRuleTable => ({
  id,
  portfolio_id: portfolioId,
  daily: Number(rule.daily),
  monthly: Number(rule.monthly),
  quarterly: Number(rule.quarterly),
  annual: Number(rule.annual),
  since: rule.since,
  set_at: deps.clock.now().toISOString(),
  set_by: by,
})
