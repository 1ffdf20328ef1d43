/** What is counted over the whole house, in steps of five minutes: texts that went out, and wrong codes. */
import type { Deps } from '../../deps'
import { addHouseEvent, selectHouseEvents, selectHouseSteps } from './house.queries'
import { houseFront } from './house-front'
import type { Limits } from './limits'

type HouseLimit = 'codesPerHouse' | 'failuresPerHouse'

export const STEP_MS = 5 * 60_000

export interface HouseCounter {
  add(limit: HouseLimit): Promise<void>
  /** How many where one of the limits is reached, else 0. */
  reached(limit: HouseLimit): Promise<number>
}

export function countHouse({ db, clock, redis }: Pick<Deps, 'db' | 'clock' | 'redis'>, limits: Limits): HouseCounter {
  const front = redis && houseFront(redis, (name) => selectHouseSteps(db, name))
  return {
    async add(name) {
      const now = clock.now().getTime()
      const since = new Date(now - (now % STEP_MS)).toISOString()
      await addHouseEvent(db, name, since)
      await front?.add(name, since)
    },
    async reached(name) {
      for (const { count, seconds } of limits[name]) {
        // A step counts while any part of it lies within the time.
        const after = new Date(clock.now().getTime() - seconds * 1000 - STEP_MS).toISOString()
        const events = (await front?.count(name, after)) ?? (await selectHouseEvents(db, name, after))
        if (events >= count) return events
      }
      return 0
    },
  }
}
