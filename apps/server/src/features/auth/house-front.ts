/** The counts of the whole house as Redis holds them, in front of the database, which keeps them all. */
import type { RedisFront } from '../../redis/redis'

/** Filled anew so often: what two servers count while one of them fills is never missing for long. */
const SECONDS = 60

const ADD = `
if redis.call('HGET', KEYS[2], 'epoch') == epoch then redis.call('HINCRBY', KEYS[2], ARGV[1], 1) end
return 1
`

/** How many since; -1 where it has to be filled first. Instants as ISO text are in order as they stand. */
const SUM = `
if redis.call('HGET', KEYS[2], 'epoch') ~= epoch then return -1 end
local fields, sum = redis.call('HGETALL', KEYS[2]), 0
for f = 1, #fields, 2 do
  if fields[f] ~= 'epoch' and fields[f] > ARGV[1] then sum = sum + fields[f + 1] end
end
return sum
`

const FILL = `
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'epoch', epoch, unpack(ARGV, 2))
redis.call('EXPIRE', KEYS[2], ARGV[1])
return 1
`

type Steps = readonly { since: string; events: number }[]

export interface HouseFront {
  add(name: string, since: string): Promise<void>
  /** Null where Redis cannot say. */
  count(name: string, after: string): Promise<number | null>
}

export function houseFront(redis: RedisFront, stepsOf: (name: string) => Promise<Steps>): HouseFront {
  const keyOf = (name: string) => [`house:${name}`]
  return {
    async add(name, since) {
      await redis.run(ADD, keyOf(name), [since])
    },
    async count(name, after) {
      const sum = (await redis.run(SUM, keyOf(name), [after])) as number | null
      if (sum !== -1) return sum
      const steps = await stepsOf(name)
      await redis.run(FILL, keyOf(name), [SECONDS, ...steps.flatMap(({ since, events }) => [since, events])])
      return steps.reduce((all, { since, events }) => (since > after ? all + Number(events) : all), 0)
    },
  }
}
