import { zipSync } from 'fflate'

/** A zip of these files, text in UTF-8. */
export function zipOf(files: Record<string, string | Uint8Array>): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const entries = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === 'string' ? encoder.encode(content) : content,
  ])
  return new Uint8Array(zipSync(Object.fromEntries(entries) as Record<string, Uint8Array>))
}
