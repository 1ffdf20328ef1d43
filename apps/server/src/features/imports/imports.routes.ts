import multipart from '@fastify/multipart'
import {
  listFiles,
  listImportJobs,
  readFile,
  readFileContent,
  readImportJob,
  uploadFiles,
} from '@sma/contract/staff-files'
import { MAX_FILE_BYTES } from '@sma/importers/bytes/limits'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { sentFiles } from '../../http/sent-files'
import { staffActor } from '../audit/audit.service'
import type { ImportWorker } from './import-worker'
import { fileContent, importJob, ledgerFile, ledgerPage, newestJobs } from './ledger.service'
import { takeUpload } from './uploads.service'

/** Files of one request; a folder of more is sent in several. */
const MAX_FILES = 500

/** Bodies with files; read only where a handler asks for them. */
export function addUploads(app: FastifyInstance): void {
  app.register(multipart, {
    throwFileSizeLimit: false,
    limits: { fileSize: MAX_FILE_BYTES, files: MAX_FILES, fields: 0, headerPairs: 20, parts: MAX_FILES },
  })
}

export function importRoutes(router: Router, deps: Deps, worker: ImportWorker): void {
  router.route(listFiles, ({ query }) => ledgerPage(deps, query))
  router.route(readFile, ({ params }) => ledgerFile(deps, params.id))
  router.downloadRoute(readFileContent, ({ params, staff }) => fileContent(deps, params.id, staffActor(staff)))
  router.route(listImportJobs, () => newestJobs(deps))
  router.route(readImportJob, ({ params }) => importJob(deps, params.id))

  router.route(uploadFiles, async ({ request, query, staff }) => {
    const reply = await takeUpload(deps, sentFiles(request), { by: staff.login, reason: query.reason ?? null })
    worker.poke()
    return reply
  })
}
