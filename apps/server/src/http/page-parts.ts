/**
 * The files of a page, named in its HTML: a browser asks for all of them at once instead of finding one in the other, which on a
 * phone's line is most of the wait.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What Vite notes of a file that it has built. */
interface BuiltFile {
  file: string
  name?: string
  css?: string[]
  imports?: string[]
}

/** The part that every page begins with: the HTML names it already. */
const START = 'start'

/** The links, as HTML, to what these parts of the build need and every page's start does not. A part is a file's `name`. */
export type PartLinks = (names: readonly string[]) => string

/** @param dir a built web app; nothing is linked where it brings no manifest */
export function readPartLinks(dir: string): PartLinks {
  const manifestFile = join(dir, '.vite/manifest.json')
  if (!existsSync(manifestFile)) return () => ''
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, BuiltFile>
  const built = Object.values(manifest)

  const withImports = (file: BuiltFile | undefined, seen: Set<BuiltFile>): Set<BuiltFile> => {
    if (!file || seen.has(file)) return seen
    seen.add(file)
    for (const key of file.imports ?? []) withImports(manifest[key], seen)
    return seen
  }

  const named = (name: string) => built.find((file) => file.name === name)

  return (names) => {
    const start = withImports(named(START), new Set())
    const all = new Set(start)
    for (const name of names) withImports(named(name), all)
    return [...all]
      .filter((file) => !start.has(file))
      .flatMap(({ file, css = [] }) => [
        ...css.map((name) => `<link rel="stylesheet" crossorigin href="/${name}">`),
        `<link rel="modulepreload" crossorigin href="/${file}">`,
      ])
      .join('')
  }
}
