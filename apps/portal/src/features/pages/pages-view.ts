/** The pages that every house has, in the order of the footer. */
export const FOOTER_PAGES = ['about', 'disclaimer', 'risk'] as const

const PAGE_NAMES = [...FOOTER_PAGES, 'terms', 'privacy'] as const
type PageName = (typeof PAGE_NAMES)[number]

export const isPageName = (name: unknown): name is PageName => PAGE_NAMES.some((known) => known === name)
