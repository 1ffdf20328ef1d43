/** The house's brand, as editors see and change it. */
import { z } from 'zod'
import { brandSchema } from './brand'
import { defineEndpoint } from './endpoint'
import { instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { CONTENT_EDITORS, CONTENT_READERS } from './staff-roles'

const line = (max: number) => z.string().trim().min(1).max(max).nullable()

/** The texts that clients agree to are pages of their own, passkeys a setting. */
const shown = brandSchema.omit({ texts: true, passkeys: true }).extend({
  icon: z.string().nullable().describe('a data: URL of a square PNG or an SVG, or null for the neutral one'),
})

const written = shown
  .extend({
    name: z.string().trim().min(1).max(100),
    shortName: z.string().trim().min(1).max(20),
    telephone: line(40),
    wechat: line(60),
    email: z.email().max(100).nullable(),
    address: line(200),
    legalNotice: line(1000),
    footnote: line(500),
  })
  .strict()

const version = z.int().min(0)
/** Logo and icon as data: URLs, and the words. */
const PICTURES_KB = 512

export const readStaffBrand = defineEndpoint({
  ...places.readStaffBrand,
  summary: 'The brand as it is now, and its versions, newest first.',
  audience: 'staff',
  roles: CONTENT_READERS,
  status: 200,
  reply: z.object({
    version: version.describe('0: as the brand file or the platform gives it'),
    brand: shown,
    versions: z
      .array(
        z.object({
          version,
          name: z.string(),
          accent: z.string(),
          restoredFrom: version.nullable(),
          changedAt: instant,
          changedBy: z.string(),
        }),
      )
      .describe('the last fifty'),
  }),
})

export const changeBrand = defineEndpoint({
  ...places.changeBrand,
  summary: 'A new version of the brand, shown to everyone from now on.',
  audience: 'staff',
  roles: CONTENT_EDITORS,
  body: z.object({ version: version.describe('the version that was read'), brand: written }),
  bodyKb: PICTURES_KB,
  status: 200,
  reply: z.object({ version }),
  errors: ['version-changed', 'logo-unfit', 'icon-unfit'],
})

export const restoreBrand = defineEndpoint({
  ...places.restoreBrand,
  summary: 'An earlier version once more, as a new one; 0 is what the brand file or the platform gives.',
  audience: 'staff',
  roles: CONTENT_EDITORS,
  body: z.object({ version: version.describe('the version that was read'), restore: version }),
  status: 200,
  reply: z.object({ version }),
  errors: ['version-changed'],
})
