/** The ledger of received files, the way in for new ones, and the jobs that import them. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { date, instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import type { StaffRole } from './staff-roles'

const READERS = ['operator', 'reviewer', 'auditor'] as const satisfies StaffRole[]
const idParams = z.object({ id: z.string().min(1).max(26) })

export const fileStatus = z.enum(['received', 'applied', 'held', 'rejected', 'unchanged'])

const ledgerFields = {
  id: z.string(),
  name: z.string(),
  size: z.int(),
  sha256: z.string(),
  kind: z.string().nullable().describe('what it was recognised as'),
  status: fileStatus.describe('received: its import was cut off, or is under way'),
  receivedAt: instant,
  receivedBy: z.string(),
}

const severity = z.enum(['error', 'review', 'warning'])

export const listFiles = defineEndpoint({
  ...places.listFiles,
  summary: 'Every file ever received, newest first.',
  audience: 'staff',
  roles: READERS,
  query: z.object({
    status: fileStatus.optional(),
    kind: z.string().max(32).optional(),
    text: z.string().max(100).optional().describe('part of the name, or the beginning of the SHA-256'),
    from: date.optional().describe('received on or after this day (Asia/Shanghai)'),
    to: date.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50).optional(),
    cursor: z.string().max(26).optional(),
  }),
  status: 200,
  reply: z.object({
    items: z.array(
      z.object({
        ...ledgerFields,
        days: z.int(),
        problems: z.int(),
        worst: severity.nullable().describe('its worst problem'),
      }),
    ),
    next: z.string().nullable(),
  }),
  errors: ['cursor-invalid'],
})

export const readFile = defineEndpoint({
  ...places.readFile,
  summary: 'One received file with what became of it.',
  audience: 'staff',
  roles: READERS,
  params: idParams,
  status: 200,
  reply: z.object({
    ...ledgerFields,
    records: z.int().nullable().describe('how many were read; null: not read, or by a version that did not count'),
    sameAs: z
      .object({ id: z.string(), receivedAt: instant, receivedBy: z.string() })
      .nullable()
      .describe('the first file received with the same bytes, where that was another'),
    days: z.array(
      z.object({
        portfolio: z.string(),
        date,
        state: z.string().describe('at the end of its import'),
        version: z.int().nullable().describe('the newest version whose valuation is from this file'),
        now: z.string().nullable().describe('the state of that version today'),
      }),
    ),
    problems: z.array(
      z.object({
        code: z.string(),
        severity,
        sheet: z.string().nullable(),
        row: z.int().nullable(),
        column: z.string().nullable(),
        found: z.string().nullable(),
        expected: z.string().nullable(),
        message: z.string(),
        portfolio: z.string().nullable(),
        date: z.string().nullable(),
      }),
    ),
  }),
})

export const readFileContent = defineEndpoint({
  ...places.readFileContent,
  summary: 'The bytes of a received file, as an attachment; written to the audit log.',
  audience: 'staff',
  roles: READERS,
  carries: 'download',
  params: idParams,
  status: 200,
  reply: z.null(),
})

export const uploadFiles = defineEndpoint({
  ...places.uploadFiles,
  summary: 'Send files, or zips of files; they are stored at once and imported by a job.',
  audience: 'staff',
  roles: ['operator'],
  carries: 'upload',
  query: z.object({ reason: z.string().min(1).max(500).optional().describe('why published days change') }),
  status: 202,
  reply: z.object({
    job: z.string().nullable().describe('null: nothing of it could be taken'),
    files: z.array(z.object({ name: z.string(), size: z.int(), sha256: z.string() })),
    refused: z.array(
      z.object({ name: z.string(), reason: z.enum(['too-large', 'too-many', 'damaged', 'empty', 'not-a-table']) }),
    ),
  }),
  errors: ['upload-invalid', 'storage-full'],
})

const job = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  origin: z.enum(['console', 'inbox']),
  createdAt: instant,
  createdBy: z.string(),
  finishedAt: instant.nullable(),
  stepsDone: z.int().describe('two a file: read, applied'),
  stepsTotal: z.int(),
  failure: z
    .enum(['no-room', 'error', 'stopped'])
    .nullable()
    .describe('why it failed: the disk was full, something broke, or the process ended without a word'),
})

const JOB_READERS = [...READERS, 'administrator'] as const satisfies StaffRole[]

export const listImportJobs = defineEndpoint({
  ...places.listImportJobs,
  summary: 'The newest twenty imports.',
  audience: 'staff',
  roles: JOB_READERS,
  status: 200,
  reply: z.object({ jobs: z.array(job) }),
})

export const readImportJob = defineEndpoint({
  ...places.readImportJob,
  summary: 'How far an import is, and what became of each file.',
  audience: 'staff',
  roles: JOB_READERS,
  params: idParams,
  status: 200,
  reply: job.extend({
    files: z.array(
      z.object({ name: z.string(), size: z.int(), fileId: z.string().nullable(), status: fileStatus.nullable() }),
    ),
  }),
})
