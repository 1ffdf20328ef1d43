/** The configuration as it counts now: what the house set while running, over the environment. */
import { ConfigError, type Config } from '../../config'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { isSettingName, withSetting } from './registry'
import { selectSettings } from './settings.queries'
import type { SettingVersionTable } from './settings.table'

/** Another server's change counts so much later. */
const KEPT_MS = 5000

type Kept = { rows: SettingVersionTable[]; at: number }
const kept = new WeakMap<Db, Kept>()

/**
 * The same dependencies with the settings in force. To be asked before a transaction: the embedded database has one
 * connection, which a transaction holds.
 */
export async function inForce<D extends Pick<Deps, 'db' | 'clock' | 'config'>>(deps: D): Promise<D> {
  const rows = await keptRows(deps)
  const config = rows.reduce(overlaid, deps.config)
  return config === deps.config ? deps : { ...deps, config }
}

/** The same with the settings that were in force at an instant (ISO, UTC). */
export async function inForceAt<D extends Pick<Deps, 'db' | 'config'>>(deps: D, knownAt: string): Promise<D> {
  const rows = await selectSettings(deps.db, knownAt)
  return { ...deps, config: rows.reduce(overlaid, deps.config) }
}

/** What was set by this server counts at once. */
export const forgetSettings = (db: Db): boolean => kept.delete(db)

async function keptRows({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<SettingVersionTable[]> {
  const now = clock.now().getTime()
  const known = kept.get(db)
  if (known && Math.abs(now - known.at) < KEPT_MS) return known.rows
  const rows = await selectSettings(db)
  kept.set(db, { rows, at: now })
  return rows
}

function overlaid(config: Config, { name, value }: SettingVersionTable): Config {
  if (value === null || !isSettingName(name)) return config
  try {
    return withSetting(config, name, value)
  } catch (error) {
    // A value that a newer version no longer takes: the environment's counts.
    if (error instanceof ConfigError) return config
    throw error
  }
}
