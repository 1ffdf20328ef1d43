/** Child of imports.ts: reads files once, as tables or as records, and prints how long that took and what came out. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { readContainer } from '@sma/importers/bytes/container'
import { readFile } from '@sma/importers/registry'

const [mode, ...paths] = process.argv.slice(2)
let rows = 0
const started = performance.now()
for (const path of paths) {
  const bytes = readFileSync(path)
  rows +=
    mode === 'tables'
      ? readContainer(bytes).grids.reduce((sum, grid) => sum + grid.rows.length, 0)
      : readFile(bytes, { fileName: basename(path) }).records.length
}
console.log(JSON.stringify({ rows, seconds: (performance.now() - started) / 1000 }))
