/** The brand as it is now: the last version that an editor saved, else the brand file, else the neutral one. */
import type { changeBrand, readStaffBrand, restoreBrand } from '@sma/contract/staff-brand'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { CallingStaff } from '../../http/callers'
import { appendAudit, noteAuditHead, staffActor, type AuditEvent } from '../audit/audit.service'
import { brandFiles, iconOf } from './brand-files'
import { fitPictures } from './brand-pictures'
import {
  insertBrandVersion,
  selectBrandNumber,
  selectBrandVersion,
  selectBrandVersions,
  selectNewestBrand,
} from './brand.queries'
import { brandContent, type BrandContent } from './brand.service'
import type { BrandVersionTable } from './brand.table'

/** Another server's change may come so much later. */
const KEPT_MS = 5000
const VERSIONS_SHOWN = 50

interface ShownBrand {
  version: number
  brand: BrandContent
  /** How it shows in the portal's own files; the same object as long as the version is the same. */
  files: { name: string; files: ReturnType<typeof brandFiles> }
}

export interface BrandDesk {
  now(): Promise<ShownBrand>
  read(): Promise<z.input<typeof readStaffBrand.reply>>
  change(staff: CallingStaff, written: z.output<typeof changeBrand.body>): Promise<{ version: number }>
  restore(staff: CallingStaff, asked: z.output<typeof restoreBrand.body>): Promise<{ version: number }>
}

type NewVersion = Pick<BrandVersionTable, 'content' | 'restored_from'>

export function openBrandDesk(deps: Deps, given: BrandContent): BrandDesk {
  const { db, clock, log } = deps
  let shown = shownBrand(0, given)
  let until = 0

  async function now(): Promise<ShownBrand> {
    const at = clock.now().getTime()
    if (at < until) return shown
    try {
      const number = await selectBrandNumber(db)
      if (number !== shown.version) shown = await newest()
      until = at + KEPT_MS
    } catch (error) {
      // The pages say in their own words that the database is away; they keep the face they had.
      log.error({ err: error }, 'the brand cannot be read')
    }
    return shown
  }

  async function newest(): Promise<ShownBrand> {
    const row = await selectNewestBrand(db)
    return row ? shownBrand(row.number, contentOf(row)) : shownBrand(0, given)
  }

  async function save(staff: CallingStaff, readVersion: number, version: NewVersion, action: AuditEvent['action']) {
    if ((await selectBrandNumber(db)) !== readVersion) throw new AppError('version-changed')
    const number = readVersion + 1
    const row = { ...version, number, changed_at: clock.now().toISOString(), changed_by: staff.login }
    await db
      .transaction()
      .execute(async (tx) => {
        await insertBrandVersion(tx, row)
        const object = { kind: 'brand' as const, id: String(number) }
        const detail = { restoredFrom: version.restored_from }
        await appendAudit(tx, deps, { actor: staffActor(staff), action, object, detail })
      })
      .catch((error: unknown) => {
        // Two people at once: the first one's version has the number.
        throw deps.database.isConflict(error) ? new AppError('version-changed') : error
      })
    until = 0
    await noteAuditHead(deps)
    return { version: number }
  }

  return {
    now,
    async read() {
      const { version, brand } = await newest()
      return { version, brand, versions: (await selectBrandVersions(db, VERSIONS_SHOWN)).map(versionLine) }
    },
    async change(staff, { version, brand }) {
      const content = JSON.stringify({ ...brand, ...fitPictures(brand) })
      return save(staff, version, { content, restored_from: null }, 'change-brand')
    },
    async restore(staff, { version, restore }) {
      const row = restore === 0 ? { content: JSON.stringify(given) } : await selectBrandVersion(db, restore)
      if (!row) throw new AppError('not-found')
      return save(staff, version, { content: row.content, restored_from: restore }, 'restore-brand')
    },
  }
}

/** As it was stored; fields that came after it are neutral. Throws where it is no brand. */
const contentOf = ({ content }: BrandVersionTable): BrandContent => brandContent(JSON.parse(content))

function shownBrand(version: number, brand: BrandContent): ShownBrand {
  const icon = brand.icon === null ? null : iconOf(brand.icon)
  return { version, brand, files: { name: brand.name, files: brandFiles(brand, icon) } }
}

function versionLine(row: BrandVersionTable) {
  const { name, accent } = contentOf(row)
  const { number: version, restored_from: restoredFrom, changed_at: changedAt, changed_by: changedBy } = row
  return { version, name, accent, restoredFrom, changedAt, changedBy }
}
