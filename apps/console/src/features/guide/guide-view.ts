import type { Reply } from '@sma/contract/api'
import type { StaffRole } from '@sma/contract/staff-roles'
import { placesFor } from '../../app/navigation'

type Guide = Reply<'readGuide'>
export type GuideStep = Guide['steps'][number]

/** Name of the page where each step is done, and who does it where that page is not for the one who looks. */
const PLACES: Record<GuideStep['step'], { page: string; by: StaffRole }> = {
  brand: { page: 'brand', by: 'administrator' },
  staff: { page: 'people', by: 'administrator' },
  funds: { page: 'upload', by: 'operator' },
  accounts: { page: 'upload', by: 'operator' },
  clients: { page: 'upload', by: 'operator' },
  figures: { page: 'upload', by: 'operator' },
  publish: { page: 'waiting', by: 'reviewer' },
}

export interface GuideRow extends GuideStep {
  /** The first step that is not done. */
  isNext: boolean
  /** Where it is done; null where another does it. */
  link: { name: string; to: string } | null
  by: StaffRole
}

/** The steps as a person of these roles sees them. */
export function guideRows({ steps }: Pick<Guide, 'steps'>, roles: readonly StaffRole[]): GuideRow[] {
  const pages = placesFor(roles)
  const next = steps.find(({ isDone }) => !isDone)
  return steps.map((step) => {
    const { page, by } = PLACES[step.step]
    const isDoer = by !== 'reviewer' || roles.includes('reviewer')
    const link = pages.find(({ name }) => name === page)
    return { ...step, isNext: step === next, link: link && isDoer ? { name: page, to: link.to } : null, by }
  })
}
