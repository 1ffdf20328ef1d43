/** `npm start` on an empty data folder, packages installed and built: when it answers, when the demonstration is there. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, startServer } from './process'
import { printTable } from './table'

const LONGEST_MS = 10 * 60_000

export async function benchStart(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sma-bench-'))
  const started = performance.now()
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1)
  const env = { SMA_DATA_DIR: dataDir, SMA_LOG_LEVEL: 'silent', DATABASE_URL: '', NODE_ENV: '' }
  const server = await startServer(['scripts/start.mjs'], env, await freePort())
  try {
    const answered = seconds()
    while (!isComplete(dataDir)) {
      if (performance.now() - started > LONGEST_MS) throw new Error('the demonstration was not imported')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    printTable(
      'npm start on an empty data folder',
      ['what', 'seconds', 'aim'],
      [
        ['answers', answered, '≤ 5'],
        ['has written and imported the demonstration', seconds(), '≤ 60'],
      ],
    )
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function isComplete(dataDir: string): boolean {
  return (JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as { complete: boolean }).complete
}
