import type { Body, Reply } from '@sma/contract/api'
import { accentTokens, contrast } from '@sma/ui/settings/contrast'

type Brand = Reply<'readStaffBrand'>['brand']
type Written = Body<'changeBrand'>['brand']

/** Fields of one line or one paragraph, empty where the brand has none. */
const TEXT_FIELDS = ['telephone', 'wechat', 'email', 'address', 'legalNotice', 'footnote'] as const
type TextField = (typeof TEXT_FIELDS)[number]

export const MOST_LINKS = 6

/** A brand as it is typed. */
export interface Draft extends Record<TextField, string> {
  name: string
  shortName: string
  accent: string
  logo: string | null
  icon: string | null
  links: { text: string; url: string }[]
  seasons: boolean
}

export const draftOf = (brand: Brand): Draft => ({
  name: brand.name,
  shortName: brand.shortName,
  accent: brand.accent,
  logo: brand.logo,
  icon: brand.icon,
  links: brand.links.map(({ text, url }) => ({ text, url })),
  seasons: brand.seasons,
  telephone: brand.telephone ?? '',
  wechat: brand.wechat ?? '',
  email: brand.email ?? '',
  address: brand.address ?? '',
  legalNotice: brand.legalNotice ?? '',
  footnote: brand.footnote ?? '',
})

/** What is stored: blanks at the ends go, and what is empty is not there. */
export function brandOf(draft: Draft): Written {
  const text = (field: TextField) => draft[field].trim() || null
  return {
    name: draft.name.trim(),
    shortName: draft.shortName.trim(),
    accent: draft.accent.toLowerCase(),
    logo: draft.logo,
    icon: draft.icon,
    links: draft.links
      .map((link) => ({ text: link.text.trim(), url: link.url.trim() }))
      .filter(({ text: word, url }) => word !== '' || url !== ''),
    seasons: draft.seasons,
    telephone: text('telephone'),
    wechat: text('wechat'),
    email: text('email'),
    address: text('address'),
    legalNotice: text('legalNotice'),
    footnote: text('footnote'),
  }
}

export type Unfit = 'empty' | 'accent' | 'email' | 'link'

/** What keeps a brand from being saved, by the field. */
export function unfitFields(
  brand: Written,
): Partial<Record<'name' | 'shortName' | 'accent' | 'email' | 'links', Unfit>> {
  const isLink = ({ text, url }: Written['links'][number]) => text !== '' && /^https:\/\/[^\s/]+/.test(url)
  return {
    ...(brand.name === '' ? { name: 'empty' as const } : {}),
    ...(brand.shortName === '' ? { shortName: 'empty' as const } : {}),
    ...(isAccent(brand.accent) ? {} : { accent: 'accent' as const }),
    ...(brand.email !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(brand.email) ? { email: 'email' as const } : {}),
    ...(brand.links.every(isLink) ? {} : { links: 'link' as const }),
  }
}

const isAccent = (text: string): boolean => /^#[0-9a-f]{6}$/.test(text)

const PAPERS = { light: '#f6f3ec', dark: '#151412' } as const

export interface AccentNote {
  paper: 'light' | 'dark'
  /** Of the accent as chosen, one decimal, rounded down so that it never looks better than it is. */
  ratio: string
  /** What is shown in its place; null where it reads well enough (WCAG AA, 4.5:1). */
  shownAs: string | null
}

/** How well text in the accent reads on both papers; nothing for what is no colour. */
export function accentNotes(accent: string): AccentNote[] {
  const colour = accent.toLowerCase()
  if (!isAccent(colour)) return []
  const tokens = accentTokens(colour)
  return (['light', 'dark'] as const).map((paper) => {
    const shown = tokens[`--brand-accent-${paper}`] ?? colour
    const ratio = (Math.floor(contrast(colour, PAPERS[paper]) * 10) / 10).toFixed(1)
    return { paper, ratio, shownAs: shown === colour ? null : shown }
  })
}

const KB = 1024
const PICTURES = {
  logo: { types: ['image/svg+xml', 'image/png', 'image/jpeg', 'image/webp'], most: 100 * KB },
  icon: { types: ['image/svg+xml', 'image/png'], most: 200 * KB },
} as const
export type Picture = keyof typeof PICTURES

export const typesOf = (picture: Picture): string => PICTURES[picture].types.join(',')

/** Whether a chosen file may be one; the server looks into it. */
export function mayBePicture(picture: Picture, { type, size }: Pick<File, 'type' | 'size'>): boolean {
  const { types, most } = PICTURES[picture]
  return types.some((known) => known === type) && size > 0 && size <= most
}
