/** Field shapes that several endpoints share (R-NUM-2, R-DAY-1). */
import { z } from 'zod'

const decimal = (description: string) =>
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .describe(description)

/** Money in yuan, two decimals. */
export const money = decimal('money in yuan, two decimals')
export const shares = decimal('shares, two decimals, four where the source has more')
export const nav = decimal(
  "NAV or price: the account's decimals, funds at least four, adjusted NAV and benchmark eight",
)
export const benchmarkComponent = z.object({
  name: z.string(),
  indexCode: z.string().nullable(),
  weight: decimal('percent, two decimals; all components have 100.00 together'),
})
export const rate = decimal('rate as a decimal fraction, eight decimals')
export const date = z.iso
  .date()
  .refine((text) => text >= '1990-01-01' && text <= '2199-12-31', 'date-out-of-range')
  .describe('business date in Asia/Shanghai')
export const instant = z.iso.datetime({ offset: true })
/** Why a figure is null, by field. */
export const reasons = z.record(z.string(), z.string()).optional()

export const assetClass = z.enum(['fixed-income', 'equity', 'alternative', 'money', 'cash'])
export const strategy = z.enum(['cash', 'fixed-income', 'balanced', 'growth', 'equity', 'cta'])
export const accountState = z.enum(['running', 'in-liquidation', 'closed'])
export const operation = z.enum([
  'subscribe',
  'redeem',
  'switch-in',
  'switch-out',
  'buy',
  'sell',
  'dividend',
  'reinvest',
  'split',
  'adjust-in',
  'adjust-out',
  'transfer-in',
  'transfer-out',
])
export const periodKey = z.enum(['custom', 'month-to-date', 'year-to-date', 'three-years', 'since-inception'])
export const frequency = z.enum(['week', 'month', 'half-year', 'year'])

/** Why a day's figures were shown differently before, and when they were first and last shown anew. */
export const restatement = z.object({ reason: z.string(), firstPublishedAt: instant, publishedAt: instant })

/** What staff may ask of every read of a portfolio. */
export const knownQuery = z.object({
  knownAt: z
    .union([date, instant])
    .optional()
    .describe('as clients were shown it at that instant, or at the end of that day in Shanghai'),
})

export const codeParams = z.object({ code: z.string().min(1).max(32) })
export const fundParams = codeParams.extend({ fundCode: z.string().min(1).max(32) })
export const dateQuery = z.object({ date: date.optional() })
/** Of files: what a browser fetches by a link carries the language in its address. */
export const languageQuery = z.object({ language: z.enum(['zh-CN', 'en']).default('zh-CN') })
export const rangeQuery = z.object({ from: date.optional(), to: date.optional() })
export const periodQuery = rangeQuery.extend({ period: periodKey.default('custom').optional() })

/** What is wrong with a file that is compared before it is imported. */
export const problem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'review', 'warning']),
  sheet: z.string().nullable(),
  row: z.int().nullable(),
  column: z.string().nullable(),
  found: z.string().nullable(),
  expected: z.string().nullable(),
})
