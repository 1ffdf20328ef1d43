/** `2026-01-05 09:00` in Shanghai, whatever the reader's own zone: the house's business time. */
export function formatMinute(instant: string): string {
  const at = Date.parse(instant)
  if (Number.isNaN(at)) return instant
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

/** A secret in groups of four, as people copy letters. */
export const groupedSecret = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, '$1 ')
