import { exportTable } from '@sma/contract/exports'
import { staffExportTable } from '@sma/contract/staff-reads'
import type { Deps } from '../../deps'
import { languageOf } from '../../http/problem'
import type { SignedInClient } from '../../http/callers'
import type { Router } from '../../http/router'
import { staffActor, type Actor } from '../audit/audit.service'
import type { Books } from '../days/book'
import { exportedTable } from './exports.service'

export function exportRoutes(router: Router, deps: Deps, books: Books): void {
  router.downloadRoute(exportTable, ({ client, portfolio, query, request }) => {
    const language = languageOf(request.headers['accept-language'])
    return exportedTable({ deps, books, actor: clientActor(client, request.ip), portfolio, query, language })
  })
  router.downloadRoute(staffExportTable, ({ staff, portfolio, query, request }) => {
    const language = languageOf(request.headers['accept-language'])
    return exportedTable({ deps, books, actor: staffActor(staff), portfolio, query, language })
  })
}

/** Who looks as a client takes the file, not the client. */
const clientActor = ({ clientId, viewer }: SignedInClient, address: string): Actor =>
  viewer ? staffActor({ login: viewer.login, address }) : { kind: 'client', id: clientId, address }
