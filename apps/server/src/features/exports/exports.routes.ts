import { exportTable } from '@sma/contract/exports'
import { staffExportTable } from '@sma/contract/staff-reads'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps'
import { languageOf } from '../../http/problem'
import type { Router } from '../../http/router'
import { callerActor } from '../audit/caller-actor'
import type { Books } from '../days/book'
import { exportedTable } from './exports.service'

export function exportRoutes(router: Router, deps: Deps, books: Books): void {
  router.downloadRoute(exportTable, (call) => {
    const { portfolio, query } = call
    return exportedTable({ deps, books, actor: callerActor(call), portfolio, query, language: languageFor(call) })
  })
  router.downloadRoute(staffExportTable, (call) => {
    const { portfolio, query } = call
    return exportedTable({ deps, books, actor: callerActor(call), portfolio, query, language: languageFor(call) })
  })
}

const languageFor = ({ request }: { request: FastifyRequest }) => languageOf(request.headers['accept-language'])
