/**
 * Events counted in the database, so that several servers count together. A subject has as many slots as its longest limit
 * allows; every event takes a free slot or the oldest one, by compare and swap: of two at once, one looks again.
 */
import type { Deps } from '../../deps'
import { insertLimitEvent, replaceLimitEvent, selectLimitEvents } from './limits.queries'
import { ringSize, secondsToWait, type Limit, type LimitName, type Limits } from './limits'

export interface Subject {
  limit: LimitName
  /** Personal data comes in here and leaves as a keyed hash. */
  value: string
}

type LimitDeps = Pick<Deps, 'db' | 'clock' | 'keys'>

export interface LimitCounter {
  /** Seconds until every subject may again; 0 is now. */
  secondsToWait(subjects: readonly Subject[]): Promise<number>
  /** Counts one event of every subject; the seconds to wait where one is full meanwhile, else 0. */
  take(subjects: readonly Subject[]): Promise<number>
}

export function countLimits(deps: LimitDeps, limits: Limits): LimitCounter {
  const ringOf = ({ limit, value }: Subject): Ring => ({
    mac: deps.keys.mac('limit', `${limit}\0${value}`),
    limits: limits[limit],
  })
  return {
    async secondsToWait(subjects) {
      const waits = await inOrder(subjects, async (subject) => (await look(deps, ringOf(subject))).wait)
      return Math.max(0, ...waits)
    },
    async take(subjects) {
      const waits = await inOrder(subjects, (subject) => takeSlot(deps, ringOf(subject)))
      return Math.max(0, ...waits)
    },
  }
}

async function inOrder<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}

interface Ring {
  mac: string
  limits: readonly Limit[]
}

async function look({ db, clock }: LimitDeps, { mac, limits }: Ring) {
  const events = limits.length === 0 ? [] : await selectLimitEvents(db, mac)
  const instants = events.map(({ at }) => Date.parse(at))
  return { events, wait: secondsToWait(limits, instants, clock.now().getTime()) }
}

async function takeSlot(deps: LimitDeps, ring: Ring): Promise<number> {
  const size = ringSize(ring.limits)
  if (size === 0) return 0
  for (;;) {
    const { events, wait } = await look(deps, ring)
    if (wait > 0) return wait
    const event = { subject_mac: ring.mac, slot: events.length, at: deps.clock.now().toISOString() }
    const oldest = events.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0]
    const taken =
      events.length < size || oldest === undefined
        ? await insertLimitEvent(deps.db, event)
        : await replaceLimitEvent(deps.db, { ...event, slot: oldest.slot }, oldest.at)
    if (taken) return 0
  }
}
