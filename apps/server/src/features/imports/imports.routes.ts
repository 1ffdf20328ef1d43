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

/** The files of a request as they arrive. What breaks off is the sender's fault; a store that fails stays what it is. */
async function* sentFiles(request: FastifyRequest): AsyncGenerator<SentFile> {
  try {
    for await (const { filename, file } of request.files())
      yield { name: filename, stream: arriving(file), isCut: () => file.truncated }
  } catch {
    throw new AppError('upload-invalid')
  }
}

async function* arriving(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* file
  } catch {
    throw new AppError('upload-invalid')
  }
}
