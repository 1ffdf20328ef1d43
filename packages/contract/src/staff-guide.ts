/** From an empty system to its first published day, and the empty files to begin with. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { languageQuery } from './fields'
import { FILE_KINDS } from './file-kinds'
import { staffEndpoints as places } from './staff-endpoints'
import { FIGURE_READERS } from './staff-roles'

const fileKind = z.enum(FILE_KINDS)

export const readGuide = defineEndpoint({
  ...places.readGuide,
  summary: 'How far the house has come on its way to the first published day; computed, nobody ticks it off.',
  audience: 'staff',
  roles: FIGURE_READERS,
  status: 200,
  reply: z.object({
    steps: z.array(
      z.object({
        step: z.enum(['brand', 'staff', 'funds', 'accounts', 'clients', 'figures', 'publish']),
        isDone: z.boolean(),
        count: z
          .int()
          .nullable()
          .describe(
            'how many there are: people who can sign in, funds, accounts, clients, days that wait; null: not told',
          ),
        templates: z.array(fileKind).describe('the files that bring it'),
      }),
    ),
    isDone: z.boolean().describe('a day is published'),
    files: z
      .object({ held: z.int(), rejected: z.int() })
      .describe('received files of which something was held back, or nothing was kept'),
  }),
})

export const listTemplates = defineEndpoint({
  ...places.listTemplates,
  summary: 'The kinds of neutral CSV and their columns, in the language asked for.',
  audience: 'staff',
  roles: FIGURE_READERS,
  query: languageQuery,
  status: 200,
  reply: z.object({
    templates: z.array(
      z.object({
        kind: fileKind,
        columns: z.array(z.object({ heading: z.string(), isRequired: z.boolean() })),
      }),
    ),
  }),
})

export const readTemplate = defineEndpoint({
  ...places.readTemplate,
  summary: 'An empty file of that kind: the header row alone, in the language asked for.',
  audience: 'staff',
  roles: FIGURE_READERS,
  carries: 'download',
  params: z.object({ kind: fileKind }),
  query: languageQuery,
  status: 200,
  reply: z.null(),
})
