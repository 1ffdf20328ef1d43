/** How far a long part is, on stderr: whoever waits sees that it goes on, and what stopped it. */

const EVERY_MS = 15_000

/** Call it at each step; it says something at most four times a minute. */
export function progressOf(what: string, steps: number): () => void {
  let done = 0
  let said = performance.now()
  return () => {
    done += 1
    if (performance.now() - said < EVERY_MS) return
    said = performance.now()
    console.error(`  ${what}: ${done} of ${steps}`)
  }
}
