/** Every table of an account as a file for spreadsheets. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { EXPORT_FORMATS, EXPORT_TABLES } from './export-kinds'
import { codeParams, date, frequency, periodQuery } from './fields'

export const exportTable = defineEndpoint({
  ...endpoints.exportTable,
  summary:
    'One table as XLSX or CSV, with the figures of the read of that name; its heads follow Accept-Language. Every export is written down.',
  audience: 'owner',
  carries: 'download',
  params: codeParams,
  query: periodQuery.extend({
    table: z.enum(EXPORT_TABLES),
    format: z.enum(EXPORT_FORMATS).default('xlsx').optional(),
    date: date.optional().describe('of classes, holdings and fund'),
    fund: z.string().max(32).optional().describe('required for fund; narrows transactions'),
    frequency: frequency.optional().describe('of stages'),
  }),
  status: 200,
  reply: z.null(),
  errors: ['no-valuation', 'range-invalid', 'range-outside-life', 'export-too-large'],
})
