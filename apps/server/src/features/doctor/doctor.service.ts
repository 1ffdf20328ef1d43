/** Looks the whole system over and changes nothing: no migration runs, no key is made. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config'
import { keysFrom } from '../../crypto/keys'
import { openDatabase } from '../../db/dialect'
import type { Clock } from '../../deps'
import { openStoredFiles } from '../../stored-files'
import { fail, type Check } from './check'
import {
  ageChecks,
  auditCheck,
  clockCheck,
  databaseChecks,
  filesCheck,
  jobCheck,
  migrationCheck,
  sealCheck,
  senderCheck,
  type HouseDeps,
} from './house-checks'
import { folderCheck, inboxCheck, keyCheck, keysAtHand, nodeCheck, roomCheck, settingsCheck } from './machine-checks'

interface Examination {
  config: Config
  clock: Clock
  /** Every stored file, not the newest only. */
  isFull: boolean
}

export async function examine({ config, clock, isFull }: Examination): Promise<Check[]> {
  const machine = [
    nodeCheck(process.versions.node),
    folderCheck(config),
    roomCheck(config),
    keyCheck(config),
    settingsCheck(config),
    inboxCheck(config, clock.now().getTime()),
  ]
  const file = join(config.dataDir, 'sma.db')
  if (config.databaseUrl === null && !existsSync(file))
    return [...machine, fail('database', `there is no ${file}`, 'start the server once, or restore a backup')]
  const database = openDatabase({ url: config.databaseUrl, file })
  try {
    const schema = await migrationCheck({ database })
    if (schema.state === 'fail') return [...machine, schema]
    const house = { config, clock, database, db: database.db }
    return [...machine, schema, ...(await houseChecks(house, isFull))]
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    return [...machine, fail('database', `it does not answer: ${message || code}`, 'start it, or mend DATABASE_URL')]
  } finally {
    await database.close()
  }
}

async function houseChecks(house: Omit<HouseDeps, 'keys' | 'files'>, isFull: boolean): Promise<Check[]> {
  const { config } = house
  const pages = await databaseChecks(house)
  const rest = [await clockCheck(house), await senderCheck(house), await jobCheck(house), ...(await ageChecks(house))]
  const ring = keysAtHand(config)
  if (!ring) return [...pages, ...rest]
  const files = openStoredFiles(config, ring)
  const deps = { ...house, keys: keysFrom(ring), files }
  return [...pages, await auditCheck(deps), await sealCheck(deps), await filesCheck(deps, isFull), ...rest]
}
