/** Midnight in Shanghai as an instant. */
export const startOfDay = (date: string): string => new Date(`${date}T00:00:00+08:00`).toISOString()
