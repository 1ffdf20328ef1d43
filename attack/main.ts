/**
 * npm run attack: what is done to a house on purpose, and whether it held. Exits 1 on any fault.
 *   --only kills,disk   some of the parts; --runs N (200) of each; --seed N (1); --database sqlite|mysql
 */
import { parseArgs } from 'node:util'
import { printTable } from '../bench/table'
import { ensureBuilt } from '../scripts/lib/build.mjs'
import { mysqlMissing } from './house'
import { disk } from './disk'
import { kills } from './kills'
import { race } from './race'
import { serverKills } from './server-kills'
import { ENGINES, type Outcome, type Part } from './part'

const PARTS: Record<string, Part> = { kills, servers: serverKills, disk, race }

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(PARTS).join() },
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    database: { type: 'string', default: 'sqlite' },
  },
})

const SHOWN_FAULTS = 20

function fail(message: string): never {
  console.error(`attack: ${message}`)
  process.exit(2)
}

const chosen = values.only.split(',')
for (const name of chosen) if (!PARTS[name]) fail(`--only: ${name} is none of ${Object.keys(PARTS).join(', ')}`)
const engine = ENGINES.find((name) => name === values.database) ?? fail(`--database: ${ENGINES.join(' or ')}`)
const missing = engine === 'mysql' ? await mysqlMissing() : null
if (missing !== null) fail(missing)

await ensureBuilt(['server'])
const outcomes: Outcome[] = []
for (const name of chosen) {
  console.error(`${name} …`)
  const attack = { engine, runs: Number(values.runs), seed: Number(values.seed) }
  outcomes.push(...((await PARTS[name]?.(attack)) ?? []))
}
const rows = outcomes.map(({ what, runs, seen, faults }) => [what, String(runs), seen, String(faults.length)])
printTable(`Attack (${engine}, seed ${values.seed})`, ['what', 'runs', 'seen', 'faults'], rows)
for (const { what, faults } of outcomes)
  for (const fault of faults.slice(0, SHOWN_FAULTS)) console.log(`${what}: ${fault}`)
process.exitCode = outcomes.some(({ faults }) => faults.length > 0) ? 1 : 0
