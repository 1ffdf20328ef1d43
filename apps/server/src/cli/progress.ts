/** A progress bar with rate and time left on a terminal, a line each tenth elsewhere. Goes to stderr: stdout is the command's own. */
const WIDTH = 28
/** A bar is drawn so often at most. */
const DRAW_MS = 200
const ERASE_TO_END = '\x1b[K'

export interface Progress {
  (done: number, total: number): void
}

/** Progress by steps; where a step is part of a countable thing, `unit` names it and how many steps each takes. */
export function progressOf(label: string, unit?: { name: string; steps: number }): Progress {
  const { stderr } = process
  const started = performance.now()
  let shown = -1
  let drawn = 0
  return (done, total) => {
    const percent = total === 0 ? 100 : Math.floor((done * 100) / total)
    if (!stderr.isTTY) {
      const tenth = Math.floor(percent / 10) * 10
      if (tenth !== shown) stderr.write(`${label}: ${tenth} %\n`)
      shown = tenth
      return
    }
    const now = performance.now()
    if (done < total && now - drawn < DRAW_MS) return
    drawn = now
    const pace = paceOf({ done, total, seconds: (now - started) / 1000 }, unit)
    stderr.write(`\r${label} ${barOf(percent)} ${pace}${ERASE_TO_END}${done >= total ? '\n' : ''}`)
  }
}

function barOf(percent: number): string {
  const filled = Math.round((WIDTH * percent) / 100)
  return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${String(percent).padStart(3)} %`
}

/** How fast it goes and how long it still takes, as far as that can be told. */
export function paceOf(
  { done, total, seconds }: { done: number; total: number; seconds: number },
  unit?: { name: string; steps: number },
): string {
  if (done === 0 || seconds < 1) return ''
  const rate = unit ? [`${(done / unit.steps / seconds).toFixed(1)} ${unit.name}/s`] : []
  const left = done < total ? [`${clock((seconds / done) * (total - done))} left`] : [`in ${clock(seconds)}`]
  return [...rate, ...left].join(', ')
}

function clock(seconds: number): string {
  const whole = Math.round(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}
