/** 发生业务, the journal's operations: a closed list; whatever is not in it goes to a person (R-TRX-4, R-FLW-1). */
import type { FlowKind, Operation } from '@sma/finance/facts'

export type Meaning =
  | { as: 'transaction'; operation: Operation }
  | { as: 'flow'; flowKind: FlowKind }
  /** Cash that moves without a fund transaction or a change of the account's shares. */
  | { as: 'cash' }

const transaction = (operation: Operation): Meaning => ({ as: 'transaction', operation })
const flow = (flowKind: FlowKind): Meaning => ({ as: 'flow', flowKind })
const CASH: Meaning = { as: 'cash' }

/** Only confirmations: an order or a freeze of money is no transaction (R-TRX-1). */
const CONFIRMED = new Map<string, Operation>(
  Object.entries({
    认购: 'subscribe',
    申购: 'subscribe',
    定投: 'subscribe',
    定投申购: 'subscribe',
    定期定额申购: 'subscribe',
    赎回: 'redeem',
    强制赎回: 'redeem',
    强行赎回: 'redeem',
    转换转入: 'switch-in',
    转换转出: 'switch-out',
    基金转换转入: 'switch-in',
    基金转换转出: 'switch-out',
    红利再投资: 'reinvest',
    强增: 'adjust-in',
    强减: 'adjust-out',
    强行调增: 'adjust-in',
    强行调减: 'adjust-out',
    转托管转入: 'transfer-in',
    转托管转出: 'transfer-out',
    转托管入: 'transfer-in',
    转托管出: 'transfer-out',
    份额拆分: 'split',
    份额折算: 'split',
    基金拆分: 'split',
  } satisfies Record<string, Operation>),
)

/** Operations that need no 成交确认 to be final. */
const FINAL = new Map<string, Meaning>(
  Object.entries({
    证券买入: transaction('buy'),
    证券卖出: transaction('sell'),
    红利到帐: transaction('dividend'),
    现金红利到帐: transaction('dividend'),
    红利再投资: transaction('reinvest'),
    红利再投: transaction('reinvest'),
    增加证券流通数量: transaction('adjust-in'),
    减少证券流通数量: transaction('adjust-out'),
    红股上市: transaction('split'),
    强增: transaction('adjust-in'),
    强减: transaction('adjust-out'),
    转托管转入: transaction('transfer-in'),
    转托管转出: transaction('transfer-out'),
    转托管入: transaction('transfer-in'),
    转托管出: transaction('transfer-out'),
    份额拆分: transaction('split'),
    份额折算: transaction('split'),
    基金拆分: transaction('split'),
    TA认购: flow('subscription'),
    TA申购: flow('subscription'),
    TA赎回: flow('redemption'),
    TA认购冲现: CASH,
    TA申购冲现: CASH,
    TA赎回冲现: CASH,
    融券回购: CASH,
    融券购回: CASH,
    融资回购: CASH,
    融资购回: CASH,
    调整佣金差: CASH,
    结息: CASH,
    利息归本: CASH,
    资金划转: CASH,
    资金划入: CASH,
    资金划出: CASH,
    资金调入: CASH,
    资金调出: CASH,
  }),
)

const CONFIRMATION = /^(?:开放式基金|场外基金|基金)(.+?)(?:成交)?确认$/
const PREFIX = /^(?:开放式基金|场外基金|基金)/

/** The meaning of a 发生业务 without blanks; null where it is none of the list. */
export function operationMeaning(label: string): Meaning | null {
  const name = label.toUpperCase().replace('到账', '到帐')
  const confirmed = CONFIRMED.get(CONFIRMATION.exec(name)?.[1] ?? '')
  if (confirmed !== undefined) return transaction(confirmed)
  return FINAL.get(name) ?? FINAL.get(name.replace(PREFIX, '')) ?? null
}
