import { expect, it } from 'vitest'
import { stateLabel, stateWords } from './account-state'

const RUNNING = { state: 'running', liquidationFrom: null, closedOn: null } as const
const WOUND_UP = { state: 'in-liquidation', liquidationFrom: '2026-09-01', closedOn: null } as const
const CLOSED = { state: 'closed', liquidationFrom: '2026-09-01', closedOn: '2026-09-30' } as const
const next = { date: '2026-09-30', expectedOn: '2026-10-08', provisional: false }

it('says nothing of an account that runs', () => {
  expect(stateLabel(RUNNING)).toBeNull()
  expect(stateWords({ ...RUNNING, next })).toBeNull()
})

it('says since when an account is wound up, and on which day it was closed', () => {
  expect(stateLabel(WOUND_UP)).toEqual({ words: 'state.inLiquidation', since: '2026-09-01' })
  expect(stateLabel(CLOSED)).toEqual({ words: 'state.closed', since: '2026-09-30' })
  expect(stateWords({ ...WOUND_UP, next })).toEqual({ words: 'state.liquidationNote', since: '2026-09-01' })
})

it('tells a closed account whose last figures are still to come from one that is complete', () => {
  expect(stateWords({ ...CLOSED, next })).toEqual({ words: 'state.closingNote', since: '2026-09-30' })
  expect(stateWords({ ...CLOSED, next: null })).toEqual({ words: 'state.closedNote', since: '2026-09-30' })
})
