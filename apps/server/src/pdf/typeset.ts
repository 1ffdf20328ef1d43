/** The only file that knows Typst: a template and data in, a PDF out. */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { createRequire } from 'node:module'

export interface PdfDocument {
  /** Typst markup of our own; it reads `json(bytes(sys.inputs.data))`, where text is only text, whatever it holds. */
  template: string
  data: object
  /** What the file says of when it was made, so that the same page has the same bytes. */
  madeAt: Date
}

/** Results of earlier pages that are still kept to speed up the next ones. */
const KEPT_PAGES = 4

let compiler: NodeCompiler | null = null

/** Takes the time of reading two fonts at the first call, and about ten milliseconds a page then. */
export function typeset({ template, data, madeAt }: PdfDocument): Buffer {
  compiler ??= openCompiler()
  const document = { mainFileContent: template, inputs: { data: JSON.stringify(data) } }
  const pdf = compiler.pdf(document, { creationTimestamp: Math.floor(madeAt.getTime() / 1000) })
  compiler.evictCache(KEPT_PAGES)
  return pdf
}

function openCompiler(): NodeCompiler {
  const require = createRequire(import.meta.url)
  const fontPaths = [
    require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
    require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
  ]
  return NodeCompiler.create({ fontArgs: [{ fontPaths }] })
}
