/** A progress bar on a terminal, a line each tenth elsewhere. Goes to stderr, so that stdout stays the command's own. */
const WIDTH = 28

export interface Progress {
  (done: number, total: number): void
}

export function progressOf(label: string): Progress {
  const { stderr } = process
  let shown = -1
  return (done, total) => {
    const percent = total === 0 ? 100 : Math.floor((done * 100) / total)
    const step = stderr.isTTY ? percent : Math.floor(percent / 10) * 10
    if (step === shown) return
    shown = step
    if (!stderr.isTTY) {
      stderr.write(`${label}: ${step} %\n`)
      return
    }
    const filled = Math.round((WIDTH * percent) / 100)
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled)
    stderr.write(`\r${label} ${bar} ${String(percent).padStart(3)} %${percent === 100 ? '\n' : ''}`)
  }
}
