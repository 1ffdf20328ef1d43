/** Accounts added and changed by hand, the way a portfolios or contacts file does it. */
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError, type FieldError } from '../../http/errors'
import { noteAuditHead, type Actor } from '../audit/audit.service'
import { lockPortfolio } from '../days/day-records.queries'
import { actedBy, openRun, type ImportRun } from '../days/import-run'
import { recheckDays } from '../days/recheck.service'
import { changeMaster } from '../imports/apply-master.service'
import { takenByNew, takenByOther } from '../imports/taken-keys'
import { selectContact, selectPortfolios } from '../portfolios/portfolio-records.queries'
import { selectPortfolioByCode } from '../portfolios/portfolios.queries'
import { accountOf, type Account } from './account-page.service'
import {
  contactFieldsOf,
  contactRecordOf,
  fieldsOf,
  recordOf,
  stateErrors,
  versionOf,
  type AccountFields,
  type ContactFields,
} from './account-record'
import { selectAccount } from './account.queries'

interface Changed {
  id: string
  code: string
}

export async function addAccountBy(deps: Deps, actor: Actor, fields: AccountFields): Promise<Account> {
  refuse(stateErrors(fields))
  const run = await openHandRun(deps, actor)
  const record = recordOf(fields)
  await changeMaster(run, {
    records: [record],
    allow: async (db) => {
      run.portfolios = await selectPortfolios(db)
      refuse(takenByNew(run.portfolios, record).map(isTaken))
    },
    event: async (db) => {
      const { id, code } = await addedAccount(db, record.code)
      return { actor, action: 'add-account', object: { kind: 'portfolio', id }, portfolioId: id, detail: { code } }
    },
  })
  await endHandRun(run)
  return accountOf(deps.db, (await addedAccount(deps.db, record.code)).id)
}

export async function changeAccountBy(
  deps: Deps,
  actor: Actor,
  { id, code, version, ...fields }: Changed & { version: string } & Omit<AccountFields, 'code'>,
): Promise<Account> {
  refuse(stateErrors(fields))
  const run = await openHandRun(deps, actor)
  const record = recordOf({ code, ...fields })
  let before: AccountFields | null = null
  await changeMaster(run, {
    records: [record],
    allow: async (db) => {
      await lockPortfolio(db, id)
      before = await storedFields(db, id)
      if (versionOf(before) !== version) throw new AppError('version-changed')
      run.portfolios = await selectPortfolios(db)
      refuse(takenByOther(run.portfolios, record).map(isTaken))
    },
    event: async (db) => ({
      actor,
      action: 'change-account',
      object: { kind: 'portfolio', id },
      portfolioId: id,
      detail: { fields: changedFields(before, await storedFields(db, id)).join(' ') },
    }),
  })
  await endHandRun(run)
  return accountOf(deps.db, id)
}

export async function changeContactBy(
  deps: Deps,
  actor: Actor,
  { id, code, version, ...fields }: Changed & { version: string } & ContactFields,
): Promise<Account> {
  const run = await openHandRun(deps, actor)
  await changeMaster(run, {
    records: [contactRecordOf(code, fields)],
    allow: async (db) => {
      await lockPortfolio(db, id)
      const row = await selectContact(db, id)
      if (versionOf(row ? contactFieldsOf(row) : null) !== version) throw new AppError('version-changed')
    },
    event: { actor, action: 'change-contact', object: { kind: 'portfolio', id }, portfolioId: id },
  })
  await noteAuditHead(deps)
  return accountOf(deps.db, id)
}

const openHandRun = (deps: Deps, actor: Actor): Promise<ImportRun> =>
  openRun(deps, { publish: false, reason: null, ...actedBy(actor) })

async function endHandRun(run: ImportRun): Promise<void> {
  await recheckDays(run)
  await noteAuditHead(run.deps)
}

const isTaken = (field: string): FieldError => ({ field, code: 'taken' })

function refuse(fields: FieldError[]): void {
  if (fields.length > 0) throw new AppError('request-invalid', { fields })
}

/** Null where there is no such account. */
async function storedFields(db: Db, id: string): Promise<AccountFields | null> {
  const row = await selectAccount(db, id)
  return row ? fieldsOf(row) : null
}

function changedFields(before: AccountFields | null, after: AccountFields | null): string[] {
  const fields = Object.keys(after ?? {}) as (keyof AccountFields)[]
  return fields.filter((field) => before?.[field] !== after?.[field])
}

async function addedAccount(db: Db, code: string): Promise<Changed> {
  const row = await selectPortfolioByCode(db, code)
  if (!row) throw new AppError('not-found')
  return row
}
