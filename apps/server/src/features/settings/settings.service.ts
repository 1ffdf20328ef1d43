/** Settings that the house changes while it runs: who set what when, and what takes a second person. */
import type { listSettings, setSetting } from '@sma/contract/staff-settings'
import type { z } from 'zod'
import { ConfigError } from '../../config'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import type { CallingStaff } from '../../http/callers'
import { AppError } from '../../http/errors'
import { appendAudit, noteAuditHead, staffActor, type Actor } from '../audit/audit.service'
import { askSecondPerson, type TwoPersonAct } from '../requests/requests.service'
import { actedBy, openRun } from '../days/import-run'
import { recheckDays } from '../days/recheck.service'
import { insertRechecks, selectDaysInHand } from '../days/recheck.queries'
import { selectPortfolios } from '../portfolios/portfolio-records.queries'
import { guardsOf } from './guards'
import { forgetSettings, inForce } from './in-force'
import { isTolerance, SETTING_NAMES, settingOf, textIn, withSetting, type SettingName } from './registry'
import { insertSettingVersion, selectSettingVersions } from './settings.queries'
import type { SettingVersionTable } from './settings.table'

const CHANGES_SHOWN = 20

interface SettingChange {
  name: SettingName
  /** Null: back to what the environment says. */
  value: string | null
  /** The version that was read. */
  version: number
}

export async function settingsOf(deps: Deps): Promise<z.input<typeof listSettings.reply>> {
  forgetSettings(deps.db)
  const { config } = await inForce(deps)
  const settings = SETTING_NAMES.map(async (name) => {
    const changes = await selectSettingVersions(deps.db, name, CHANGES_SHOWN)
    return {
      name,
      value: textIn(config, name),
      given: textIn(deps.config, name),
      ...shownOf(name),
      version: changes[0]?.number ?? 0,
      changes: changes.map(changeLine),
    }
  })
  return { settings: await Promise.all(settings), guards: guardsOf(deps.config) }
}

function shownOf(name: SettingName) {
  const { variable, choices, range, takesTwo } = settingOf(name)
  return { variable, choices: choices === null ? null : [...choices], range, takesTwo }
}

const changeLine = (row: SettingVersionTable) => ({
  version: row.number,
  value: row.value,
  changedAt: row.changed_at,
  changedBy: row.changed_by,
  confirmedBy: row.confirmed_by,
})

/** Throws request-invalid for a value out of its range, version-changed where another set it meanwhile. */
export async function changeSetting(
  deps: Deps,
  staff: CallingStaff,
  change: SettingChange,
): Promise<z.input<typeof setSetting.reply>> {
  const { name, value, version } = change
  refuseUnfit(deps, change)
  if ((await versionOf(deps.db, name)) !== version) throw new AppError('version-changed')
  const actor = staffActor(staff)
  if (settingOf(name).takesTwo) {
    await askSecondPerson(deps, actor, { kind: 'change-setting', payload: { name, value, version } })
    return { outcome: 'asked' }
  }
  await deps.db
    .transaction()
    .execute((tx) => keepSetting(tx, deps, change, { actor, changedBy: actor.id, confirmedBy: null }))
    .catch((error: unknown) => {
      throw deps.database.isConflict(error) ? new AppError('version-changed') : error
    })
  await noteAuditHead(deps)
  await followChange(deps, { name, actor })
  return { outcome: 'done' }
}

/** What takes two administrators. */
export function changeSettingAct(deps: Deps): TwoPersonAct<SettingChange> {
  return {
    roles: ['administrator'],
    describe: ({ name, value }) => ({ setting: name, value: value ?? textIn(deps.config, name) }),
    async run(tx, { payload, actor, askedBy }) {
      refuseUnfit(deps, payload)
      if ((await versionOf(tx, payload.name)) !== payload.version) throw new AppError('version-changed')
      await keepSetting(tx, deps, payload, { actor, changedBy: askedBy, confirmedBy: actor.id })
      return { invitation: null }
    },
    after: ({ payload: { name }, actor }) => followChange(deps, { name, actor }),
  }
}

/** Once it is committed: it counts here at once, and what is in hand is judged by a tolerance that changed. */
async function followChange(deps: Deps, { name, actor }: { name: SettingName; actor: Actor }): Promise<void> {
  forgetSettings(deps.db)
  if (isTolerance(name)) await recheckDays(await openRun(deps, { publish: false, reason: null, ...actedBy(actor) }))
}

function refuseUnfit({ config }: Deps, { name, value }: SettingChange): void {
  if (value === null) return
  try {
    withSetting(config, name, value)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const code = settingOf(name).choices === null ? 'format-invalid' : 'not-in-list'
    throw new AppError('request-invalid', { fields: [{ field: 'value', code }] })
  }
}

const versionOf = async (db: Db, name: SettingName): Promise<number> =>
  (await selectSettingVersions(db, name, 1))[0]?.number ?? 0

/** The new version with its event, from what to what, in the caller's transaction; its last step. */
async function keepSetting(
  tx: Db,
  deps: Deps,
  { name, value, version }: SettingChange,
  { actor, changedBy, confirmedBy }: { actor: Actor; changedBy: string; confirmedBy: string | null },
): Promise<void> {
  const [before] = await selectSettingVersions(tx, name, 1)
  const changed_at = deps.clock.now().toISOString()
  const row = { name, number: version + 1, value, changed_at, changed_by: changedBy, confirmed_by: confirmedBy }
  await insertSettingVersion(tx, row)
  // Written down with the change: a crash before they are judged anew loses none.
  if (isTolerance(name)) await insertRechecks(tx, await daysInHand(tx))
  const given = textIn(deps.config, name)
  const detail = { from: before?.value ?? given, to: value ?? given, askedBy: changedBy }
  await appendAudit(tx, deps, { actor, action: 'change-setting', object: { kind: 'setting', id: name }, detail })
}

async function daysInHand(tx: Db) {
  const days = await selectDaysInHand(
    tx,
    (await selectPortfolios(tx)).map(({ id }) => id),
  )
  return days.map((day) => ({ ...day, source_file_id: null }))
}
