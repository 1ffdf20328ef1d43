/** Stores what files say of a day, and the funds that they name. */
import { createHash } from 'node:crypto'
import type { Db } from '../../db/schema'
import { aliasKey, insertFundAlias } from '../funds/fund-aliases.queries'
import { insertUnknownFund, renameFund } from '../funds/fund-records.queries'
import type { AssembledDay } from './assemble-day'
import { deleteEvidence, insertEvidence } from './day-records.queries'
import type { EvidenceItem } from './evidence'
import { changeSource, type ImportRun } from './import-run'
import type { Settling } from './settling'

export const isSameKey = (left: EvidenceItem, right: EvidenceItem): boolean =>
  left.kind === right.kind && left.origin === right.origin

/** Stores the news; returns whether any of it says something new. */
export async function keepNews({ run, db, portfolio, date, news, stored }: Settling): Promise<boolean> {
  let changed = false
  for (const item of news) {
    const old = stored.find((other) => isSameKey(other, item))
    if (old?.payload === item.payload) continue
    const key = { portfolioId: portfolio.id, date, kind: item.kind, origin: item.origin }
    if (old) await deleteEvidence(db, key)
    const hash = createHash('sha256').update(item.payload).digest('hex')
    const receivedAt = run.deps.clock.now().toISOString()
    await insertEvidence(db, key, { payload: item.payload, hash, sourceFileId: item.sourceFileId, receivedAt })
    changed = true
  }
  return changed
}

/** Funds that nobody registered get a row without a class, so that R-CHK-8 can name them; names that FA gives them are kept. */
export async function keepFunds({ run, db, evidence }: Settling, { figures }: AssembledDay): Promise<void> {
  const names = new Map(evidence.valuation?.funds?.map(({ fundCode, fundName }) => [fundCode, fundName]))
  for (const { fundCode: code } of figures.holdings ?? [])
    await keepFund(run, db, { code, name: names.get(code) || code, fileId: evidence.sourceFileId })
}

const LONGEST_FUND_NAME = 200

/** `name` is the code where the file gives none. */
export async function keepFund(
  run: ImportRun,
  db: Db,
  named: { code: string; name: string; fileId: string | null },
): Promise<void> {
  const fund = { code: named.code, name: [...named.name].slice(0, LONGEST_FUND_NAME).join('') }
  const known = run.funds.get(fund.code)
  const source = changeSource(run, named.fileId)
  if (!known) {
    await insertUnknownFund(db, fund, source)
    run.funds.set(fund.code, { firstClass: null, laterClasses: [], priceLag: 1, name: fund.name })
    return
  }
  if (fund.name === fund.code || fund.name === known.name) return
  if (known.firstClass === null && known.name === fund.code) {
    await renameFund(db, fund, source)
    known.name = fund.name
  } else if (!run.aliases.has(aliasKey(fund))) {
    await insertFundAlias(db, fund, source)
    run.aliases.add(aliasKey(fund))
  }
}
