import type { Reply } from '@sma/contract/api'
import { useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { call } from '../../app/api'
import { batches, choiceOf, openKey, type Outcome, type Step, type WaitingDay } from './waiting-view'

const ENDPOINTS = { approve: 'approveWaitingDays', publish: 'publishApprovedDays' } as const

/** What the last decision was and what became of it. */
export interface Decisions {
  step: Step
  busy: boolean
  /** Days decided on so far, and all of them. */
  at: number
  of: number
  done: WaitingDay[]
  /** What was refused, by day, and why. */
  refused: Map<string, Outcome>
  error: unknown
}

/** Sends decisions batch by batch, then reads everything anew; what the server refuses is kept for its row. */
export function useDecisions() {
  const queries = useQueryClient()
  const state = reactive<Decisions>({
    step: 'approve',
    busy: false,
    at: 0,
    of: 0,
    done: [],
    refused: new Map(),
    error: null,
  })

  async function decide(step: Step, days: readonly WaitingDay[]) {
    Object.assign(state, { step, busy: true, at: 0, of: days.length, done: [], refused: new Map(), error: null })
    try {
      for (const batch of batches(days)) {
        const { decisions } = await call(ENDPOINTS[step], { body: { days: batch.map(choiceOf) } })
        note(batch, decisions)
      }
    } catch (error) {
      state.error = error
    }
    await queries.invalidateQueries()
    state.busy = false
  }

  function note(batch: readonly WaitingDay[], decisions: Reply<'approveWaitingDays'>['decisions']) {
    state.at += batch.length
    decisions.forEach(({ outcome }, index) => {
      const day = batch[index]
      if (!day) return
      if (outcome === 'done') state.done.push(day)
      else state.refused.set(openKey(day), outcome)
    })
  }

  return { state, decide }
}
