/** Days as the console names them, by portfolio code, and back. */
import type { Deps } from '../../deps'
import { selectPortfolios } from '../portfolios/portfolio-records.queries'
import type { DayChoice, GateDecision, GateOutcome } from './gate.service'

interface NamedChoice {
  code: string
  date: string
  version: number
  stamp: string | null
}

interface NamedDecision {
  code: string
  date: string
  version: number
  outcome: GateOutcome
}

/** Decides on the days of known portfolios; one answer for each day, in the order asked. */
export async function namedDecisions(
  { db }: Pick<Deps, 'db'>,
  days: readonly NamedChoice[],
  decide: (choices: DayChoice[]) => Promise<GateDecision[]>,
): Promise<{ decisions: NamedDecision[] }> {
  const ids = new Map((await selectPortfolios(db)).map(({ code, id }) => [code, id]))
  const choices = days.flatMap(({ code, ...day }) => {
    const portfolioId = ids.get(code)
    return portfolioId === undefined ? [] : [{ portfolioId, ...day }]
  })
  const decided = choices.length === 0 ? [] : await decide(choices)
  let next = 0
  const decisions = days.map(({ code, date, version }) => {
    const decision = ids.has(code) ? decided[next++] : undefined
    return { code, date, version, outcome: decision?.outcome ?? 'not-found' }
  })
  return { decisions }
}

/** The portfolio of that code alone; undefined without a code, an empty list where nobody knows it. */
export async function portfolioIdsOf(
  { db }: Pick<Deps, 'db'>,
  code: string | undefined,
): Promise<string[] | undefined> {
  if (code === undefined) return undefined
  return (await selectPortfolios(db)).filter((portfolio) => portfolio.code === code).map(({ id }) => id)
}
