/** The tabs of the news, in their order: 宏观 国际 证券 基金 私募. Plain constants, for the web too. */
export const NEWS_CATEGORIES = ['macro', 'international', 'securities', 'funds', 'private-funds'] as const

export type NewsCategory = (typeof NEWS_CATEGORIES)[number]
