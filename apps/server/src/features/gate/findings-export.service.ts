/** Findings as a table for a spreadsheet; who took it is written down. */
import { PROBLEM_CODES } from '@sma/contract/problem-codes'
import { PROBLEM_WORDS } from '@sma/contract/problem-words'
import { csvBytes } from '../../csv'
import type { Deps } from '../../deps'
import { shanghaiDate } from '../../shanghai'
import { noteEvent, type Actor } from '../audit/audit.service'
import { selectFindings, type FindingRow } from '../findings/findings.queries'
import type { AskedFindings } from './findings-page.service'

const HEADINGS = [
  '日期',
  '组合代码',
  '组合名称',
  '检查',
  '检查内容',
  '级别',
  '状态',
  '对象',
  '读到',
  '应为',
  '出处行',
  '负责人',
  '说明',
  '处理人',
  '处理时间',
  '首次发现',
  '最近发现',
]
const SEVERITIES = { review: '待核对', warning: '提示' } as const
const STATES = { open: '未处理', explained: '已说明', resolved: '已消除' } as const

const ROWS_AT_ONCE = 1000

/** All findings under the filter, the newest day first; an unknown portfolio has none. */
export async function findingsCsv(
  deps: Deps,
  actor: Actor,
  { state, portfolioIds, ...filter }: AskedFindings,
): Promise<{ name: string; bytes: Buffer }> {
  const [portfolioId] = portfolioIds ?? []
  const rows: FindingRow[] = []
  let isLast = portfolioIds?.length === 0
  while (!isLast) {
    const last = rows.at(-1)
    const after = last && { date: last.date, id: last.id }
    const states = state && [state]
    const page = await selectFindings(deps.db, { ...filter, states, portfolioId, after, limit: ROWS_AT_ONCE })
    rows.push(...page)
    isLast = page.length < ROWS_AT_ONCE
  }
  const asked = { state: state ?? null, portfolio: portfolioId ?? null, date: filter.date ?? null }
  const detail = { ...asked, check: filter.check ?? null, owner: filter.owner ?? null, rows: rows.length }
  const object = { kind: 'finding', id: 'export' } as const
  await noteEvent(deps, { actor, action: 'export-findings', object, detail })
  const day = shanghaiDate(deps.clock.now())
  return { name: `检查发现_${day}.csv`, bytes: csvBytes([HEADINGS, ...rows.map(cellsOf)]) }
}

const cellsOf = (row: FindingRow): string[] => [
  row.date,
  row.code,
  row.portfolio_name,
  row.check_id,
  wordsOf(row.check_id),
  SEVERITIES[row.severity],
  STATES[row.state],
  row.origin === 'check' ? row.subject : '',
  row.found,
  row.expected,
  row.source_row === null ? '' : String(row.source_row),
  row.owner ?? '',
  row.note ?? '',
  row.decided_by ?? '',
  row.decided_at ?? '',
  row.first_seen,
  row.last_seen,
]

function wordsOf(check: string): string {
  const code = PROBLEM_CODES.find((known) => known === check)
  return code ? PROBLEM_WORDS[code]['zh-CN'].what : ''
}
