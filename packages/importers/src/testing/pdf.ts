/** Small PDFs for tests: objects as they are given, with a cross-reference table that is right. */
import { zlibSync } from 'fflate'

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0))
const textOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

/** A stream object's text, its data packed by Flate. */
export const packedStream = (entries: string, data: string): string => {
  const packed = textOf(zlibSync(bytesOf(data)))
  return `<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed}\nendstream`
}

/** A PDF of one empty page and further objects, numbered from 4; `trailer` goes into the trailer's dictionary. */
export function pdf(objects: readonly string[] = [], { catalog = '', trailer = '' } = {}): Uint8Array {
  const all = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
    ...objects,
  ]
  let text = '%PDF-1.7\n'
  const places = all.map((body, at) => {
    const place = text.length
    text += `${at + 1} 0 obj\n${body}\nendobj\n`
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const start = text.length
  text += `xref\n0 ${all.length + 1}\n0000000000 65535 f \n${places.join('')}`
  text += `trailer\n<< /Size ${all.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`
  return bytesOf(text)
}
