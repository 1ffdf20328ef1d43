/**
 * Events counted in the database, so that several servers count together. A subject has as many slots as its longest limit
 * allows; every event takes a free slot or the oldest one, by compare and swap: of two at once, one looks again. With Redis the
 * same rings stand in front (limits-front.ts); the database still keeps every event, and counts alone where Redis is away.
 */
import { AppError } from '../../http/errors'
import type { Deps } from '../../deps'
import { limitFront } from './limits-front'
import { insertLimitEvent, putLimitEvent, replaceLimitEvent, selectLimitEvents } from './limits.queries'
import { ringSize, secondsToWait, type Limit, type LimitName, type Limits } from './limits'

export interface Subject {
  limit: LimitName
  /** Personal data comes in here and leaves as a keyed hash. */
  value: string
}

type LimitDeps = Pick<Deps, 'db' | 'clock' | 'keys' | 'redis'>

export interface LimitCounter {
  /** Seconds until every subject may again; 0 is now. */
  secondsToWait(subjects: readonly Subject[]): Promise<number>
  /** Counts one event of every subject; the seconds to wait where one is full meanwhile, else 0. */
  take(subjects: readonly Subject[]): Promise<number>
}

/** `limits` is asked at every count: some change while the house runs. */
export function countLimits(deps: LimitDeps, limits: () => Promise<Limits>): LimitCounter {
  async function ringsOf(subjects: readonly Subject[]): Promise<Ring[]> {
    const now = await limits()
    return subjects
      .map(({ limit, value }) => ({ mac: deps.keys.mac('limit', `${limit}\0${value}`), limits: now[limit] }))
      .filter((ring) => ring.limits.length > 0)
  }
  const front = deps.redis && limitFront(deps.redis, (mac) => selectLimitEvents(deps.db, mac))
  return {
    async secondsToWait(subjects) {
      const rings = await ringsOf(subjects)
      const found = await front?.count('look', rings, deps.clock.now())
      return longest(found ?? (await inOrder(rings, (ring) => look(deps, ring))))
    },
    async take(subjects) {
      const rings = await ringsOf(subjects)
      const now = deps.clock.now()
      const found = await front?.count('take', rings, now)
      if (!found) return longest(await inOrder(rings, async (ring) => ({ wait: await takeSlot(deps, ring) })))
      for (const [index, { slot }] of found.entries()) {
        const subject_mac = rings[index]?.mac
        if (subject_mac !== undefined && slot >= 0)
          await putLimitEvent(deps.db, { subject_mac, slot, at: now.toISOString() })
      }
      return longest(found)
    },
  }
}

const longest = (waits: readonly { wait: number }[]): number => Math.max(0, ...waits.map(({ wait }) => wait))

async function inOrder<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}

interface Ring {
  mac: string
  limits: readonly Limit[]
}

async function look({ db, clock }: Pick<LimitDeps, 'db' | 'clock'>, { mac, limits }: Ring) {
  const events = await selectLimitEvents(db, mac)
  const instants = events.map(({ at }) => Date.parse(at))
  return { events, wait: secondsToWait(limits, instants, clock.now().getTime()) }
}

async function takeSlot(deps: LimitDeps, ring: Ring): Promise<number> {
  const size = ringSize(ring.limits)
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

/** Throws too-many-requests where there is a time to wait. */
export function refuseTooMany(retryAfterSeconds: number): void {
  if (retryAfterSeconds > 0) throw new AppError('too-many-requests', { retryAfterSeconds })
}
