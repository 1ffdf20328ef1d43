/** A PDF of text lines on one A4 page. Its font is one that every reader has or has a stand-in for; nothing is embedded. */

interface PdfLine {
  text: string
  /** Points. */
  size: number
  /** Points from the left and from the bottom edge. */
  x: number
  y: number
}

/** Text as the font's encoding wants it: UTF-16 in hex. */
const hex = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex')

const FONT =
  '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [5 0 R] >>'
/** Letters, figures and signs of Latin are half as wide as Chinese ones. */
const CID_FONT =
  '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 6 0 R /DW 1000 /W [1 95 500] ' +
  '/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>'
const DESCRIPTOR =
  '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 ' +
  '/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>'

/** The same lines give the same bytes. */
export function plainPdf(title: string, lines: readonly PdfLine[]): Buffer {
  const content = lines.map(({ text, size, x, y }) => `BT /F1 ${size} Tf ${x} ${y} Td <${hex(text)}> Tj ET`).join('\n')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 7 0 R >>',
    FONT,
    CID_FONT,
    DESCRIPTOR,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    `<< /Title <feff${hex(title)}> >>`,
  ]
  let text = '%PDF-1.5\n'
  const places = objects.map((body, at) => {
    const place = text.length
    text += `${at + 1} 0 obj\n${body}\nendobj\n`
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const count = objects.length + 1
  const end = `trailer\n<< /Size ${count} /Root 1 0 R /Info 8 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(`${text}xref\n0 ${count}\n0000000000 65535 f \n${places.join('')}${end}`, 'latin1')
}
