import type { Reply } from '@sma/contract/api'

type State = Pick<Reply<'listPortfolios'>['portfolios'][number], 'state' | 'liquidationFrom' | 'closedOn'>

/** What a card says of an account that does not run any more: key of the words, and their day; null where it runs. */
export function stateLabel({ state, liquidationFrom, closedOn }: State) {
  if (state === 'closed' && closedOn !== null) return { words: 'state.closed', since: closedOn } as const
  if (state === 'in-liquidation' && liquidationFrom !== null)
    return { words: 'state.inLiquidation', since: liquidationFrom } as const
  return null
}

/** What a page says of it: of a closed account, too, whether figures are still to come. */
export function stateWords({ state, liquidationFrom, closedOn, next }: State & Pick<Reply<'readPortfolio'>, 'next'>) {
  if (state === 'closed' && closedOn !== null)
    return { words: next === null ? 'state.closedNote' : 'state.closingNote', since: closedOn } as const
  if (state === 'in-liquidation' && liquidationFrom !== null)
    return { words: 'state.liquidationNote', since: liquidationFrom } as const
  return null
}
