/**
 * npm run attack: what is done to a house on purpose, and whether it held. Exits 1 on any fault.
 *   --only kills,disk   some of the parts; --runs N   of each, by default as many as docs/security.md tells of;
 *   --seed N (1); --database sqlite|mysql
 */
import { parseArgs } from 'node:util'
import { printTable } from '../bench/table'
import { ensureBuilt } from '../scripts/lib/build.mjs'
import { mysqlMissing } from './house'
import { audit } from './audit'
import { disk } from './disk'
import { enumeration } from './enumeration'
import { guesses } from './guesses'
import { isolation } from './isolation'
import { kills } from './kills'
import { massAssignment } from './mass-assignment'
import { race } from './race'
import { serverKills } from './server-kills'
import { swarm } from './swarm'
import { tickets } from './tickets'
import { scanners } from './scanners'
import { xss } from './xss'
import { ENGINES, type Outcome, type Part } from './part'

const PARTS: Record<string, Part> = {
  kills: { attack: kills, runs: 200 },
  servers: { attack: serverKills, runs: 200 },
  disk: { attack: disk, runs: 200 },
  race: { attack: race, runs: 10 },
  enumeration: { attack: enumeration, runs: 10_000 },
  swarm: { attack: swarm, runs: 36_000 },
  guesses: { attack: guesses, runs: 2_000 },
  tickets: { attack: tickets, runs: 100_000 },
  audit: { attack: audit, runs: 300 },
  'mass-assignment': { attack: massAssignment, runs: 5 },
  xss: { attack: xss, runs: 2 },
  scanners: { attack: scanners, runs: 1000 },
  isolation: { attack: isolation, runs: 200_000 },
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(PARTS).join() },
    runs: { type: 'string' },
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
  const started = performance.now()
  const part = PARTS[name] as Part
  const runs = values.runs === undefined ? part.runs : Number(values.runs)
  const found = await part.attack({ engine, runs, seed: Number(values.seed) })
  for (const { what, seen, faults } of found) console.error(`  ${what}: ${seen}, ${faults.length} faults`)
  outcomes.push(...found)
  console.error(`${name} took ${((performance.now() - started) / 1000).toFixed(0)} s`)
}
const rows = outcomes.map(({ what, runs, seen, faults }) => [what, String(runs), seen, String(faults.length)])
printTable(`Attack (${engine}, seed ${values.seed})`, ['what', 'runs', 'seen', 'faults'], rows)
for (const { what, faults } of outcomes)
  for (const fault of faults.slice(0, SHOWN_FAULTS)) console.log(`${what}: ${fault}`)
process.exitCode = outcomes.some(({ faults }) => faults.length > 0) ? 1 : 0
