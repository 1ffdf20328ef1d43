/** What a file may hold. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024
export const MAX_UNPACKED_BYTES = 200 * 1024 * 1024
export const MAX_ROWS = 200_000
export const MAX_COLUMNS = 256

/** Thrown inside the byte readers only; `readContainer` turns it into `file-too-large`. */
export class TooLarge extends Error {
  constructor(
    readonly found: string,
    readonly expected: string,
  ) {
    super(`${found} > ${expected}`)
  }
}

/** Throws `TooLarge` where `count` passes `limit`. */
export function assertWithin(count: number, limit: number, unit: string): void {
  if (count > limit) throw new TooLarge(`${count} ${unit}`, `${limit} ${unit}`)
}
