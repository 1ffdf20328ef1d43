import { brandSchema } from '@sma/contract/brand'
import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { ConfigError } from '../../config'

export type Brand = z.output<typeof brandSchema>

const NEUTRAL: Brand = {
  name: 'SMA 客户服务平台',
  shortName: 'SMA',
  accent: '#8f1d22',
  logo: null,
  telephone: null,
  wechat: null,
  legalNotice: null,
  footnote: null,
}

/** The house's brand: the file of `SMA_BRAND` over the neutral one. Throws ConfigError naming the field. */
export function readBrand(file: string | null): Brand {
  if (file === null) return NEUTRAL
  const result = brandSchema.strict().safeParse({ ...NEUTRAL, ...readObject(file) })
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.')
  throw new ConfigError(`SMA_BRAND: ${file}: ${field}: ${issue?.message}`)
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
