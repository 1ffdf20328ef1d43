/** The server takes no larger file. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024

/** What is sent at once: one request, one import, so that its files are taken in the order in which they need each other. */
export const MAX_BATCH_FILES = 400
const MAX_BATCH_BYTES = 150 * 1024 * 1024

interface Sized {
  size: number
}

/** Files in as few requests as the limits allow, in the order given. */
export function uploadBatches<F extends Sized>(files: readonly F[]): F[][] {
  const batches: F[][] = []
  let bytes = 0
  for (const file of files) {
    const last = batches.at(-1)
    if (last && last.length < MAX_BATCH_FILES && bytes + file.size <= MAX_BATCH_BYTES) {
      last.push(file)
      bytes += file.size
    } else {
      batches.push([file])
      bytes = file.size
    }
  }
  return batches
}

/** How much of each file has gone, 0 to 1, when `sent` of `total` bytes of the request have. */
export function fileProgress(sizes: readonly number[], sent: number, total: number): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0)
  // The request holds a little more than the files: it is spread over them.
  let left = total === 0 ? 0 : (sent / total) * all
  return sizes.map((size) => {
    const gone = Math.min(size, Math.max(0, left))
    left -= size
    if (size > 0) return gone / size
    return sent >= total ? 1 : 0
  })
}
