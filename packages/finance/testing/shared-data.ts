import { existsSync, readFileSync } from 'node:fs'

const ROOT = new URL('../../../../shared/data/', import.meta.url)

/** True where the shared data lies beside the project; tests that read it are skipped by name elsewhere. */
export const hasSharedData = existsSync(ROOT)

/** Rows of a plain CSV (no quotes) of the shared data, by column name. */
export function sharedRows(path: string): Record<string, string>[] {
  const [header, ...lines] = readFileSync(new URL(path, ROOT), 'utf8').trim().split(/\r?\n/)
  const names = header?.split(',') ?? []
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at] ?? '', cell])))
}
