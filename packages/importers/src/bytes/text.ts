const REPLACEMENT = '\ufffd'
/** Control characters that no text export holds. */
const CONTROL = /(?!\s)\p{Cc}/gu
const SAMPLE_CHARS = 65_536

/**
 * Decodes text by its bytes, never by what a meta tag says: UTF-8 or UTF-16 by BOM, strict UTF-8, else GB18030.
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes).replace(/^\ufeff/, '')
  }
}

/** Whether decoded bytes are text at all: few control or replacement characters in the first 64k (fixed-width fields end in NULs). */
export function isReadableText(text: string): boolean {
  const sample = text.slice(0, SAMPLE_CHARS)
  const controls = sample.match(CONTROL)?.length ?? 0
  const replaced = sample.split(REPLACEMENT).length - 1
  return (controls + replaced) * 15 <= sample.length
}
