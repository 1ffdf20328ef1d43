/**
 * The rings of the limits as Redis holds them, in front of the database, which keeps every event: one trip for all that a
 * request is limited by, and a refusal without the database. A ring that is not of this epoch is filled from the database first.
 */
import type { Limit } from './limits'
import type { RedisFront } from '../../redis/redis'

interface FrontRing {
  mac: string
  limits: readonly Limit[]
}

/** Seconds to wait; where an event was counted, the slot it took. */
interface FrontAnswer {
  wait: number
  slot: number
}

type Mode = 'look' | 'take'

/** Of each ring its wait and slot; or the numbers of those that have to be filled first, and nothing was counted. */
const COUNT = `
local now, take, missing, found = tonumber(ARGV[1]), ARGV[2] == 'take', {}, {}
for i = 2, #KEYS do
  if redis.call('HGET', KEYS[i], 'epoch') ~= epoch then missing[#missing + 1] = i - 2 end
end
if #missing > 0 then return { 'missing', missing } end
for i = 2, #KEYS do
  local limits, events, wait, size, longest = cjson.decode(ARGV[i + 1]), {}, 0, 0, 0
  local fields = redis.call('HGETALL', KEYS[i])
  for f = 1, #fields, 2 do
    if fields[f] ~= 'epoch' then events[#events + 1] = { slot = tonumber(fields[f]), at = tonumber(fields[f + 1]) } end
  end
  table.sort(events, function (a, b) return a.at > b.at end)
  for _, limit in ipairs(limits) do
    local oldest = events[limit.count]
    if oldest then wait = math.max(wait, math.ceil((oldest.at + limit.seconds * 1000 - now) / 1000)) end
    size, longest = math.max(size, limit.count), math.max(longest, limit.seconds)
  end
  local slot = -1
  if take and wait == 0 then
    slot = #events < size and #events or events[#events].slot
    redis.call('HSET', KEYS[i], slot, now)
    redis.call('EXPIRE', KEYS[i], longest)
  end
  found[#found + 1] = { wait, slot }
end
return { 'found', found }
`

/** The first who fills a ring counts: another may have counted in it since. */
const FILL = `
if redis.call('HGET', KEYS[2], 'epoch') == epoch then return 1 end
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'epoch', epoch, unpack(ARGV, 2))
redis.call('EXPIRE', KEYS[2], ARGV[1])
return 1
`

/** How often rings may go missing between filling and counting before the database is asked alone. */
const TRIES = 3

type Events = readonly { slot: number; at: string }[]

export interface LimitFront {
  /** Null where Redis cannot say. */
  count(mode: Mode, rings: readonly FrontRing[], now: Date): Promise<FrontAnswer[] | null>
}

export function limitFront(redis: RedisFront, eventsOf: (mac: string) => Promise<Events>): LimitFront {
  const keyOf = ({ mac }: FrontRing) => `limit:${mac}`

  async function fill(ring: FrontRing): Promise<unknown> {
    const events = await eventsOf(ring.mac)
    const longest = Math.max(...ring.limits.map(({ seconds }) => seconds))
    return redis.run(FILL, [keyOf(ring)], [longest, ...events.flatMap(({ slot, at }) => [slot, Date.parse(at)])])
  }

  return {
    async count(mode, rings, now) {
      if (rings.length === 0) return []
      const args = [now.getTime(), mode, ...rings.map(({ limits }) => JSON.stringify(limits))]
      for (let tries = 0; tries < TRIES; tries++) {
        const answer = (await redis.run(COUNT, rings.map(keyOf), args)) as Answer | null
        if (answer === null) return null
        if (answer[0] === 'found') return answer[1].map(([wait, slot]) => ({ wait, slot }))
        for (const index of answer[1]) {
          const ring = rings[index]
          if (ring && (await fill(ring)) === null) return null
        }
      }
      return null
    },
  }
}

type Answer = ['missing', number[]] | ['found', [wait: number, slot: number][]]
