import { normalLabel } from '../bytes/cells'
import type { Cell } from '../bytes/grid'

/** Rows of an FA table that are no accounts. */
export type SummaryKey =
  | 'totalAssets'
  | 'totalLiabilities'
  | 'netAssets'
  | 'netAssetsAtCost'
  | 'shares'
  | 'unitNav'
  | 'accumulatedNav'
  | 'previousNav'
  | 'dayGrowth'

export interface SummaryLabel {
  key: SummaryKey
  /** True where a product or share class follows the label: then the row is a class, not the total. */
  ofClass: boolean
  /** Smaller wins where several labels name the same figure. */
  rank: number
}

const OWNER =
  '(?:基金|委托|信托|产品|集合|单一|专户|专项|组合|资产|资管|计划|账户|理财|客户|受托|年金|今日|当日|本日|份额)*'
const BEFORE = '(?:昨日|前日|上日|[前上]一日|[前上]一(?:交易|估值|工作)日|T-1日)'
/** A rate of change is no figure of its own: 累计净值周增长率, 单位净值周净值率. */
const NO_RATE = '(?!.*(?:增长|收益|率))'

/** Each list: the figure's labels, the surest first. */
const LABELS: readonly (readonly [SummaryKey, readonly RegExp[]])[] = [
  ['totalAssets', [/^资产类?合计/, /^(?:基金)?(?:资产总计|资产总值|资产总额|总资产)/]],
  ['totalLiabilities', [/^负债类?合计/, /^(?:基金)?(?:负债总计|负债总值|负债总额|总负债)/]],
  ['netAssetsAtCost', [new RegExp(`^${OWNER}净值\\(按?成本\\)`)]],
  [
    'netAssets',
    [
      new RegExp(`^${OWNER}(?:资产|财产)净值(?:合计)?(?!\\(成本\\)|[^:_\\[(其-]*增长)`),
      /^净值\(按?市值\)/,
      new RegExp(`^${OWNER}净资产(?:合计)?$`),
    ],
  ],
  [
    'shares',
    [
      /^实收(?:资本|资金|信托|基金|计划|份额)(?!\(?金额)/,
      /^实收(?:资本|资金|信托|基金|计划)\(?金额\)?/,
      /^(?:基金|产品|计划|信托)?份额(?:总数|总额|合计)/,
    ],
  ],
  ['previousNav', [new RegExp(`^${OWNER}${BEFORE}${OWNER}(?:单位|份额)净值${NO_RATE}`)]],
  ['accumulatedNav', [new RegExp(`^${OWNER}(?:单位)?累[计积](?:单位|份额)?(?:资产)?净值${NO_RATE}`)]],
  ['unitNav', [new RegExp(`^${OWNER}单位(?:资产)?净值${NO_RATE}`), new RegExp(`^${OWNER}份额净值${NO_RATE}`)]],
  ['dayGrowth', [/^(?:日净值增长率|净值日增长率|本日净值增长率|当日净值增长率)/]],
]

/** Some systems number their summary rows: 831资产合计, 901今日单位净值. */
const NUMBERED = /^\d{3}(?=\p{Script=Han})/u

/** What a row's label says; null for accounts, statistics and footers. */
export function summaryLabel(cell: Cell): SummaryLabel | null {
  const label = normalLabel(cell)
    .replace(/^[-—–·*]+/, '')
    .replace(NUMBERED, '')
    .replace(/\(?%\)?/g, '')
    .replace(/:+$/, '')
    .replace(/\((?:人民币|元|人民币元|本币|本位币)\)$/, '')
  if (label === '' || /^\d{4}|\(原币\)$/.test(label)) return null
  for (const [key, patterns] of LABELS) {
    for (const [rank, pattern] of patterns.entries()) {
      const match = pattern.exec(label)
      if (match !== null) return { key, ofClass: label.length > match[0].length, rank }
    }
  }
  return null
}
