// Builds what `serve` serves, only where sources are newer than the last build.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fail, root } from './install.mjs'

export const SERVER_ENTRY = join(root, 'apps/server/dist/sma.js')

const SHARED = ['package-lock.json', 'packages/contract']
const PARTS = {
  server: {
    sources: [...SHARED, 'packages/finance', 'packages/importers', 'apps/server'],
    stamp: join(root, 'apps/server/dist/.built'),
    build: buildServer,
  },
  portal: {
    sources: [...SHARED, 'packages/ui', 'apps/portal', 'scripts/lib/web-app.mjs'],
    stamp: join(root, 'apps/portal/dist/.built'),
    build: () => buildWeb('portal'),
  },
  console: {
    sources: [...SHARED, 'packages/ui', 'apps/console', 'scripts/lib/web-app.mjs'],
    stamp: join(root, 'apps/console/dist/.built'),
    build: () => buildWeb('console'),
  },
}

/** Builds the named parts (`server`, `portal`, `console`) that are missing or older than their sources; all of them with `always`. */
export async function ensureBuilt(names, { always = false } = {}) {
  for (const name of names) {
    const { sources, stamp, build } = PARTS[name]
    const newest = String(Math.max(...sources.map((path) => newestTime(join(root, path)))))
    if (!always && existsSync(stamp) && readFileSync(stamp, 'utf8') === newest) continue
    console.error(`Building the ${name} …`)
    await build()
    mkdirSync(dirname(stamp), { recursive: true })
    writeFileSync(stamp, newest)
  }
}

function newestTime(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  const inside = readdirSync(path).filter((name) => !['dist', 'node_modules', '.vite'].includes(name))
  return Math.max(0, ...inside.map((name) => newestTime(join(path, name))))
}

/** Our own code in few files, one for the thread that reads files, one for the process that imports; packages from the registry stay in node_modules. */
async function buildServer() {
  const { build } = await import('esbuild')
  rmSync(dirname(SERVER_ENTRY), { recursive: true, force: true })
  const manifests = ['packages/contract', 'packages/finance', 'packages/importers', 'apps/server']
  const external = manifests.flatMap((folder) => {
    const { dependencies } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    return Object.keys(dependencies ?? {}).filter((name) => !name.startsWith('@sma/'))
  })
  await build({
    entryPoints: {
      sma: join(root, 'apps/server/src/cli/sma.ts'),
      'import-process': join(root, 'apps/server/src/import-process.ts'),
      'pdf-process': join(root, 'apps/server/src/pdf/pdf-process.ts'),
      'read-process': join(root, 'apps/server/src/features/imports/read-process.ts'),
    },
    outdir: dirname(SERVER_ENTRY),
    bundle: true,
    // What commands load only when they need it stands in files of its own.
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    logLevel: 'error',
    external: external.flatMap((name) => [name, `${name}/*`]),
  })
}

async function buildWeb(name) {
  const run = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'],
    { cwd: join(root, 'apps', name), stdio: ['ignore', 2, 2] },
  )
  if (run.status !== 0) fail(`The ${name} could not be built (above).`)
}
