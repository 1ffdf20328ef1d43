/** What an empty file of a neutral kind begins with: the header row that its reader knows. */
import type { FileKind } from '@sma/contract/file-kinds'
import { type Column, NEUTRAL_COLUMNS, NEUTRAL_KINDS, type NeutralKind } from './columns'

interface TemplateColumn {
  heading: string
  isRequired: boolean
}

/** The neutral kind of a file kind; null for the exports of back-office systems. */
export const neutralKind = (kind: FileKind): NeutralKind | null => NEUTRAL_KINDS.find((known) => known === kind) ?? null

/** The columns of a kind in their order, in Chinese or English. */
export function templateColumns(kind: NeutralKind, language: 'zh-CN' | 'en'): TemplateColumn[] {
  const columns: [string, Column][] = Object.entries(NEUTRAL_COLUMNS[kind])
  return columns
    .filter(([, { isIgnored }]) => !isIgnored)
    .map(([field, { required, chinese }]) => ({
      heading: language === 'zh-CN' ? (chinese[0] ?? field) : field,
      isRequired: required,
    }))
}

/** The header row: a required column carries a star, which the reader takes for no part of its name. */
export const templateHeader = (kind: NeutralKind, language: 'zh-CN' | 'en'): string[] =>
  templateColumns(kind, language).map(({ heading, isRequired }) => `${heading}${isRequired ? '*' : ''}`)
