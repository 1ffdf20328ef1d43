/** Business time is Shanghai's, which knows no summer time (R-DAY-1). */
const OFFSET_MS = 8 * 3_600_000

const local = (instant: Date): string => new Date(instant.getTime() + OFFSET_MS).toISOString()

export const shanghaiDate = (instant: Date): string => local(instant).slice(0, 10)

/** `2026-01-05 09:00`. */
export const shanghaiMinute = (instant: Date): string => local(instant).slice(0, 16).replace('T', ' ')

/** Midnight in Shanghai as an instant. */
export const startOfDay = (date: string): string => new Date(`${date}T00:00:00+08:00`).toISOString()
