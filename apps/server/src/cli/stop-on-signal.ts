/** A terminal and npm both pass Ctrl-C on: what comes so soon after the first signal is its echo, not a second wish. */
const ECHO_MS = 1_000
const EXIT_BY_SIGNAL = 130

/** The returned signal tells long work to end at its next good place; `onStop` runs once. Asked again, the process ends at once. */
export function stopOnSignal(onStop: () => void): AbortSignal {
  const stopping = new AbortController()
  let asked = 0
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      const now = performance.now()
      if (stopping.signal.aborted) {
        if (now - asked > ECHO_MS) process.exit(EXIT_BY_SIGNAL)
        return
      }
      asked = now
      stopping.abort()
      onStop()
    })
  }
  return stopping.signal
}
