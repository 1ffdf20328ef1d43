/** Small forms of the attacks on sign-in, access and the audit log; `npm run attack` runs the large ones. */
import { describe, expect, it } from 'vitest'
import { area } from '../attack/area'
import { audit } from '../attack/audit'
import { guesses } from '../attack/guesses'
import { mysqlMissing } from '../attack/house'
import { isolation } from '../attack/isolation'
import { massAssignment } from '../attack/mass-assignment'
import { ENGINES, type Outcome } from '../attack/part'
import { swarm } from '../attack/swarm'
import { tickets } from '../attack/tickets'

const noMysql = await mysqlMissing()

const SMALL: [string, (engine: (typeof ENGINES)[number]) => Promise<Outcome[]>][] = [
  ['others’ objects are asked for', (engine) => isolation({ engine, runs: 1500, seed: 7 })],
  ['a swarm asks for one client’s codes', (engine) => swarm({ engine, runs: 400, seed: 7 })],
  ['codes are guessed', (engine) => guesses({ engine, runs: 10, seed: 7 })],
  ['tickets are damaged, forged and sent again', (engine) => tickets({ engine, runs: 800, seed: 7 })],
  ['more fields are sent than are asked for', (engine) => massAssignment({ engine, runs: 1, seed: 7 })],
  ['the audit log is tampered with', (engine) => audit({ engine, runs: 20, seed: 7 }, 300)],
]

describe.each(ENGINES)('on %s a house holds where', (engine) => {
  it.skipIf(engine === 'mysql' && noMysql).each(SMALL)('%s', { timeout: 240_000 }, async (_name, attack) => {
    const outcomes = await attack(engine)
    expect(outcomes.flatMap(({ faults }) => faults)).toEqual([])
    expect(outcomes.every(({ runs }) => runs > 0)).toBe(true)
  })
})

describe('the area under the curve', () => {
  it('is a half where both are alike, and one or nothing where they are apart', () => {
    expect(area([1, 2, 3], [1, 2, 3])).toBe(0.5)
    expect(area([4, 5], [1, 2, 3])).toBe(1)
    expect(area([1, 2], [3, 4, 5])).toBe(0)
  })

  it('counts pairs that are equal by half', () => {
    // Of (2,1) (2,2) (3,1) (3,2) three are greater and one is equal: 3.5 of 4.
    expect(area([2, 3], [1, 2])).toBe(0.875)
  })
})
