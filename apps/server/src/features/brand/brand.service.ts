import { brandSchema } from '@sma/contract/brand'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ConfigError } from '../../config'
import { iconOf } from './brand-files'

export interface HouseText {
  kind: 'terms' | 'privacy'
  version: string
  text: string
}

export interface HouseBrand {
  brand: BrandContent
  /** What clients agree to; none in the neutral brand, so that nothing is asked. */
  texts: HouseText[]
}

const text = z.object({ version: z.string().min(1).max(40), text: z.string().min(1).max(100_000) }).optional()

const icon = z
  .string()
  .regex(/^data:image\/(png|svg\+xml);base64,[A-Za-z0-9+/]+=*$/)
  .refine((url) => iconOf(url) !== null, 'a PNG must be square and 192 pixels or more')
  .nullable()

const content = brandSchema.omit({ texts: true, passkeys: true }).extend({ icon })
const brandFile = content.extend({ terms: text, privacy: text }).strict()

/** All that a brand says of itself; `icon` is the data: URL of what stands on tab and home screen, null for the neutral one. */
export type BrandContent = z.output<typeof content>

const NEUTRAL = {
  name: 'SMA 客户服务平台',
  shortName: 'SMA',
  accent: '#8f1d22',
  logo: null,
  icon: null,
  telephone: null,
  wechat: null,
  email: null,
  address: null,
  links: [],
  legalNotice: null,
  footnote: null,
  seasons: true,
}

/** The house's brand: the file of `SMA_BRAND` over the neutral one. Throws ConfigError naming the field. */
export function readBrand(file: string | null): HouseBrand {
  const result = brandFile.safeParse({ ...NEUTRAL, ...(file === null ? {} : readObject(file)) })
  if (!result.success) throw brandError(String(file), result.error)
  const { terms, privacy, ...brand } = result.data
  const texts: HouseText[] = []
  if (terms) texts.push({ kind: 'terms', ...terms })
  if (privacy) texts.push({ kind: 'privacy', ...privacy })
  return { brand, texts }
}

/** A brand as it was stored, over the neutral one. */
export const brandContent = (stored: object): BrandContent => content.parse({ ...NEUTRAL, ...stored })

function brandError(file: string, { issues: [issue] }: z.ZodError): ConfigError {
  const field = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.')
  return new ConfigError(`SMA_BRAND: ${file}: ${field}: ${issue?.message}`)
}

function readObject(file: string): object {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch (error) {
    throw new ConfigError(
      `SMA_BRAND: ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  throw new ConfigError(`SMA_BRAND: ${file} must hold one JSON object`)
}
