import type { Reply } from '@sma/contract/api'

export type Transaction = Reply<'listTransactions'>['items'][number]

export interface Size {
  kind: 'money' | 'shares'
  value: string | null
  derived: boolean
  reason: string | null
}

/** Stated in money: what is paid in, and a dividend, which moves no shares. */
const IN_MONEY: readonly Transaction['operation'][] = ['subscribe', 'switch-in', 'buy', 'reinvest', 'dividend']

/** The size as the confirmation states it: 元 for purchases, 份 for the rest; the other one where only that is known. */
export function sizeOf(item: Transaction): Size {
  const money: Size = {
    kind: 'money',
    value: item.amount,
    derived: item.derived?.includes('amount') ?? false,
    reason: item.reasons?.['amount'] ?? null,
  }
  const shares: Size = {
    kind: 'shares',
    value: item.shares,
    derived: item.derived?.includes('shares') ?? false,
    reason: item.reasons?.['shares'] ?? null,
  }
  const [stated, other] = IN_MONEY.includes(item.operation) ? [money, shares] : [shares, money]
  return stated.value === null && other.value !== null ? other : stated
}
