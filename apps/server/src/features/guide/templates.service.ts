/** Empty files to begin with, made of the columns that the importers know. */
import type { FileKind } from '@sma/contract/file-kinds'
import type { listTemplates } from '@sma/contract/staff-guide'
import { NEUTRAL_KINDS } from '@sma/importers/neutral/columns'
import { neutralKind, templateColumns, templateHeader } from '@sma/importers/neutral/template'
import type { z } from 'zod'
import { csvBytes } from '../../csv'
import type { Language } from '../../http/error-words'
import { AppError } from '../../http/errors'
import type { Download } from '../../http/replies'

export const templatesIn = (language: Language): z.input<typeof listTemplates.reply> => ({
  templates: NEUTRAL_KINDS.map((kind) => ({ kind, columns: templateColumns(kind, language) })),
})

/** Throws not-found for the kinds that only back-office systems write. */
export function templateOf(kind: FileKind, language: Language): Download {
  const neutral = neutralKind(kind)
  if (neutral === null) throw new AppError('not-found')
  return { name: `${neutral}.csv`, bytes: csvBytes([templateHeader(neutral, language)]) }
}
