import type { Command } from 'commander'
import { statSync } from 'node:fs'
import type { Language } from '@sma/contract/problem-words'
import { readConfig } from '../config'
import { openDeps } from '../open-deps'
import { CommandError } from './command-error'
import { importSummary, isWaiting } from './import-summary'
import { progressOf } from './progress'
import { shellUser } from './shell-user'
import { stopOnSignal } from './stop-on-signal'

interface Options {
  publish?: boolean
  json?: boolean
  reason?: string
  lang: string
}

export function addImport(program: Command): void {
  program
    .command('import')
    .description(
      'read files or folders, check every day they hold; exit 0: all applied, 1: something was rejected or is held',
    )
    .argument('<path...>', 'files or folders')
    .option('--publish', 'approve and publish what no problem blocks')
    .option('--reason <text>', 'why published days change; clients read it')
    .option('--json', 'print one JSON object')
    .option('--lang <language>', 'zh-CN or en', languageOfShell())
    .action(runImport)
}

async function runImport(paths: string[], options: Options): Promise<void> {
  paths.forEach(requirePath)
  const reason = reasonOf(options.reason)
  const language = languageOf(options.lang)
  const { importPaths } = await import('../features/imports/import-paths')
  const deps = await openDeps(readConfig())
  const stopping = stopOnSignal(() => process.stderr.write('\nStopping after this file; once more stops at once.\n'))
  try {
    let files = 0
    const progress = progressOf('Importing', { name: 'files', steps: 2 })
    const report = await importPaths(deps, paths, {
      publish: options.publish === true,
      by: shellUser(),
      reason,
      language,
      stopping,
      onProgress: ({ done, total }) => {
        files = total / 2
        progress(done, total)
      },
    })
    console.log(options.json ? JSON.stringify(report) : importSummary(report))
    if (stopping.aborted)
      throw new CommandError(
        `stopped after ${report.files.length} of ${files} files; the same command again passes over them and does the rest`,
      )
    if (report.files.some(isWaiting)) process.exitCode = 1
  } finally {
    await deps.database.close()
  }
}

function requirePath(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new CommandError(`${path}: no such file or folder`)
  if (!found.isFile() && !found.isDirectory()) throw new CommandError(`${path}: neither a file nor a folder`)
}

const MAX_REASON = 500

function reasonOf(text: string | undefined): string | null {
  const reason = text?.trim() || null
  if (reason !== null && reason.length > MAX_REASON)
    throw new CommandError(`--reason: ${reason.length} characters, at most ${MAX_REASON} are kept`)
  return reason
}

function languageOf(text: string): Language {
  if (text === 'zh-CN' || text === 'en') return text
  throw new CommandError(`--lang: ${text} is neither zh-CN nor en`)
}

const languageOfShell = (): Language =>
  Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh-CN' : 'en'
