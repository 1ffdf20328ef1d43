import type { Deps } from '../../deps'
import type { Language } from '../../http/error-words'
import { startOfDay } from '../../shanghai'
import type { OnePage } from './one-page-parts'
import { printedPage, type House } from './one-page-print'
import { ONE_PAGE } from './one-page-template'
import { ONE_PAGE_WORDS } from './one-page-words'
import { oneLine } from './printed'

interface Printing {
  page: OnePage
  house: House
  language: Language
}

/** The page as a PDF; of the same figures always the same bytes. */
export function pdfOf({ renderPdf }: Pick<Deps, 'renderPdf'>, { page, house, language }: Printing): Promise<Buffer> {
  const madeAt = new Date(startOfDay(page.account.date))
  return renderPdf({ template: ONE_PAGE, data: printedPage(page, house, language), madeAt })
}

/** What a browser calls the file: account, day, and that it is the one page. */
export const pdfName = ({ name, code }: { name: string; code: string }, date: string, language: Language): string =>
  `${oneLine(name)
    .replaceAll(/[\\/:*?"<>|]/g, ' ')
    .slice(0, 60)} ${code} ${ONE_PAGE_WORDS[language].page} ${date}.pdf`
