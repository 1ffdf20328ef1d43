/** A figure's trail: from what the portal shows to the version, file, sheet and row it came from, one level at a time. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { assetClass, codeParams, date, instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { FIGURE_READERS } from './staff-roles'

const DAY_FIGURES = [
  'net-assets',
  'total-assets',
  'total-liabilities',
  'shares',
  'unit-nav',
  'accumulated-nav',
  'day-gain',
  'day-return',
  'adjustment',
] as const

/** `cost` and `profit` are what the portal shows; `source-…` and `o32-…` what the files say, from which an opening lot is made. */
const FUND_FIGURES = [
  'shares',
  'unit-nav',
  'market-value',
  'cost',
  'profit',
  'opening-profit',
  'source-cost',
  'source-profit',
  'o32-cost',
  'o32-profit',
  'o32-market-value',
] as const

const FIGURE = new RegExp(
  `^(${DAY_FIGURES.join('|')}|class:(${assetClass.options.join('|')})|fund:[^:\\s]{1,32}:(${FUND_FIGURES.join('|')}))$`,
)

export type DayTrailFigure = (typeof DAY_FIGURES)[number]
export type FundTrailFigure = (typeof FUND_FIGURES)[number]

const figure = z.string().regex(FIGURE).describe('`net-assets`, `class:equity`, `fund:000216:market-value` …')
const kind = z.enum(['money', 'shares', 'nav', 'rate'])
const value = z.string().describe('decimal; operands with all the decimals that they have')

const source = z.object({
  fileId: z.string(),
  fileName: z.string(),
  sheet: z.string().nullable(),
  row: z.int().describe('as a spreadsheet counts'),
  column: z.string().nullable().describe('its letter; null where it is not known, or the whole row is meant'),
  receivedAt: instant,
  by: z.string(),
})
const sourced = {
  source: source.nullable(),
  sourceReason: z
    .enum(['not-kept', 'derived'])
    .nullable()
    .describe('`not-kept`: the version is older than the trail; `derived`: no file states it, a rule concludes it'),
}

export const readTrail = defineEndpoint({
  ...places.readTrail,
  summary: 'Where a figure came from: its version, file, sheet and row, and the parts that it is computed from.',
  audience: 'staff',
  roles: FIGURE_READERS,
  params: codeParams,
  query: z.object({
    figure,
    date: date.optional().describe('the last published day where left out'),
    version: z.coerce.number().int().min(1).optional().describe('what clients see where left out'),
    knownAt: instant.optional().describe('as clients were shown it at that instant'),
  }),
  status: 200,
  reply: z.object({
    code: z.string(),
    date,
    figure,
    fundName: z.string().nullable(),
    kind,
    value: value.nullable(),
    reason: z.string().nullable().describe('why there is no value'),
    rule: z.string().nullable().describe('the rule that gives the figure; null where it is as the file states it'),
    version: z.object({
      version: z.int(),
      state: z.enum(['held', 'checked', 'approved', 'published', 'superseded', 'withdrawn']),
      madeAt: instant,
      publishedAt: instant.nullable(),
      reason: z.string().nullable(),
    }),
    ...sourced,
    parts: z.array(
      z.object({
        role: z.enum(['plus', 'minus', 'times', 'divided-by', 'operand']),
        what: z.enum(['figure', 'row', 'transaction', 'flow', 'launch', 'pending-income']),
        figure: figure.nullable().describe('opens in its turn, with `date` and `version`'),
        fundCode: z.string().nullable(),
        fundName: z.string().nullable(),
        operation: z.string().nullable().describe('of a transaction or flow'),
        date,
        version: z.int().nullable(),
        kind,
        value: value.nullable(),
        ...sourced,
      }),
    ),
  }),
  errors: ['no-valuation'],
})
