/** The way of an empty system to its first published day. A step is done when the system says so: no tick is kept. */
import type { readGuide } from '@sma/contract/staff-guide'
import type { FileKind } from '@sma/contract/file-kinds'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { inForce } from '../settings/in-force'
import { countFilesByFate, countRows, countWaitingDays, hasRow, selectActiveIn } from './guide.queries'

type Guide = z.input<typeof readGuide.reply>
type Step = Guide['steps'][number]

const DAILY: FileKind[] = ['valuations', 'holdings', 'transactions', 'flows', 'fees', 'fund-navs', 'benchmarks']

export async function guideOf(deps: Deps): Promise<Guide> {
  const { db } = deps
  const isDone = await hasRow(db, 'published_day')
  const fates = new Map((await countFilesByFate(db)).map(({ status, files }) => [status, Number(files)]))
  return {
    steps: [
      await brandStep(deps),
      await staffStep(deps),
      counted('funds', await countRows(db, 'fund'), ['funds']),
      counted('accounts', await countRows(db, 'portfolio'), ['portfolios']),
      counted('clients', await countRows(db, 'client'), ['clients', 'contacts']),
      { step: 'figures', isDone: await hasRow(db, 'valuation'), count: null, templates: DAILY },
      { step: 'publish', isDone, count: await countWaitingDays(db), templates: [] },
    ],
    isDone,
    files: { held: fates.get('held') ?? 0, rejected: fates.get('rejected') ?? 0 },
  }
}

const counted = (step: Step['step'], count: number, templates: FileKind[]): Step => ({
  step,
  isDone: count > 0,
  count,
  templates,
})

/** The house has a face of its own: from a file, or saved in the console. */
async function brandStep({ db, config }: Deps): Promise<Step> {
  const isDone = config.brandFile !== null || (await hasRow(db, 'brand_version'))
  return { step: 'brand', isDone, count: null, templates: [] }
}

/** One who sends files and one who lets days through; two people where the gate asks for two. */
async function staffStep(deps: Deps): Promise<Step> {
  const { db, config } = await inForce(deps)
  const rows = await selectActiveIn(db, ['operator', 'reviewer'])
  const people = new Set(rows.map(({ id }) => id)).size
  const roles = new Set(rows.map(({ role }) => role)).size
  const needed = config.gate === 'two-person' ? 2 : 1
  return { step: 'staff', isDone: roles === 2 && people >= needed, count: people, templates: [] }
}
