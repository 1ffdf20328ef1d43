import type { Deps } from '../../deps'
import { startOfDay } from '../../shanghai'
import type { OnePage } from './one-page-parts'
import { ONE_PAGE } from './one-page-template'
import { printedPage, type House } from './one-page-words'
import { oneLine } from './printed'

/** The page as a PDF; of the same figures always the same bytes. */
export function pdfOf({ renderPdf }: Pick<Deps, 'renderPdf'>, page: OnePage, house: House): Promise<Buffer> {
  const madeAt = new Date(startOfDay(page.account.date))
  return renderPdf({ template: ONE_PAGE, data: printedPage(page, house), madeAt })
}

/** What a browser calls the file: account, day, and that it is the one page. */
export const pdfName = ({ name, code }: { name: string; code: string }, date: string): string =>
  `${oneLine(name)
    .replaceAll(/[\\/:*?"<>|]/g, ' ')
    .slice(0, 60)} ${code} 一页纸 ${date}.pdf`
