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
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { Router } from '../../http/router'
import { staffActor } from '../audit/audit.service'
import type { ImportWorker } from './import-worker'
import { fileContent, importJob, ledgerFile, ledgerPage, newestJobs } from './ledger.service'
import { takeUpload, type SentFile } from './uploads.service'

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
    if (!request.isMultipart()) throw new AppError('upload-invalid')
    const reply = await takeUpload(deps, sentFiles(request), { by: staff.login, reason: query.reason ?? null })
    worker.poke()
    return reply
  })
}

async function* sentFiles(request: FastifyRequest): AsyncGenerator<SentFile> {
  for await (const { filename, file } of request.files()) {
    const chunks: Buffer[] = []
    for await (const chunk of file) chunks.push(chunk as Buffer)
    yield { name: filename, bytes: Buffer.concat(chunks), isCut: file.truncated }
  }
}
