/** The words that neutral files may use for codes, English or Chinese. */
import { type IdType, ID_TYPES } from '@sma/contract/identity'
import { NEWS_CATEGORIES, type NewsCategory } from '@sma/contract/news-categories'
import {
  ACCOUNT_STATES,
  ASSET_CLASSES,
  type AssetClass,
  type AccountState,
  FLOW_KINDS,
  type FlowKind,
  type FundClass,
  OPERATIONS,
  type Operation,
  STRATEGIES,
  type Strategy,
} from '@sma/finance/facts'
import { operationMeaning } from '../o32/operations'

export interface Words<Code extends string | boolean> {
  codes: Map<string, Code>
  /** What a person is told to write. */
  expected: string
}

/** A word for comparison: "Fixed_Income", "fixed-income" and "fixedincome" are one. */
const wordKey = (word: string): string => word.toLowerCase().replace(/[-_]/g, '')

function words<Code extends string>(codes: readonly Code[], chinese: Record<Code, string>): Words<Code> {
  const known = new Map<string, Code>()
  for (const code of codes) for (const word of [code, ...chinese[code].split(' ')]) known.set(wordKey(word), code)
  return { codes: known, expected: codes.join(' | ') }
}

export const STRATEGY_WORDS = words<Strategy>(STRATEGIES, {
  cash: '现金 现金管理 货币',
  'fixed-income': '固收 固定收益 债券',
  balanced: '平衡 均衡 混合',
  growth: '成长 进取',
  equity: '权益 股票',
  cta: 'CTA 管理期货',
})

export const STATE_WORDS = words<AccountState>(ACCOUNT_STATES, {
  running: '运作中 运作 正常 存续',
  'in-liquidation': '清算中 清算',
  closed: '已终止 终止 已清算',
})

const FUND_CLASSES = ['fixed-income', 'equity', 'alternative', 'money'] as const
export const CLASS_WORDS = words<FundClass>(FUND_CLASSES, {
  'fixed-income': '固收 固定收益 债券',
  equity: '权益 股票',
  alternative: '另类',
  money: '货币 货币市场',
})

export const ACCOUNT_CLASS_WORDS = words<AssetClass>(ASSET_CLASSES, {
  'fixed-income': '固收 固定收益 债券',
  equity: '权益 股票',
  alternative: '另类',
  money: '货币 货币市场',
  cash: '现金',
})

export const FLOW_WORDS = words<FlowKind>(FLOW_KINDS, {
  subscription: '申购 认购 客户申购 追加 申购确认 认购确认',
  redemption: '赎回 客户赎回 提取 赎回确认',
  distribution: '分红 现金分红 收益分配',
  'performance-fee': '业绩报酬 业绩报酬扣减',
})

export const OPERATION_WORDS = words<Operation>(OPERATIONS, {
  subscribe: '申购 认购 定投 定投申购 定期定额申购 基金申购 基金认购 申购确认 认购确认',
  redeem: '赎回 基金赎回 强制赎回 强行赎回 强赎 赎回确认',
  'switch-in': '转入 转换转入 转换入 基金转换转入 基金转入 转入确认 转换转入确认',
  'switch-out': '转出 转换转出 转换出 基金转换转出 基金转出 转出确认 转换转出确认',
  buy: '买入',
  sell: '卖出',
  dividend: '现金分红 分红 现金红利 红利到帐 红利到账',
  reinvest: '红利再投 红利再投资 分红再投 分红再投资 红利转投',
  split: '拆分 份额拆分 折算 份额折算',
  'adjust-in': '强增 强行调增 调增 份额调增',
  'adjust-out': '强减 强行调减 调减 份额调减',
  'transfer-in': '转托管转入 转托管入 托管转入',
  'transfer-out': '转托管转出 转托管出 托管转出',
})

export const ID_WORDS = words<IdType>(ID_TYPES, {
  'id-card': '身份证 居民身份证',
  passport: '护照',
  'hk-macau-permit': '港澳通行证 港澳居民来往内地通行证 回乡证',
  'taiwan-permit': '台胞证 台湾居民来往大陆通行证 台湾通行证',
  'social-credit-code': '统一社会信用代码 社会信用代码 营业执照',
})

export const PUBLICATION_WORDS = words<'announcement' | 'article'>(['announcement', 'article'], {
  announcement: '公告 通知 报告',
  article: '专栏 专栏文章 文章',
})

export const NEWS_WORDS = words<NewsCategory>(NEWS_CATEGORIES, {
  macro: '宏观 宏观经济',
  international: '国际 国际市场 海外',
  securities: '证券 股票 券商',
  funds: '基金 公募 公募基金',
  'private-funds': '私募 私募基金',
})

export const YES_NO: Words<boolean> = {
  codes: new Map([
    ...['1', 'true', 'yes', 'y', 't', '是', '交易日'].map((word) => [word, true] as const),
    ...['0', 'false', 'no', 'n', 'f', '否', '休市', '非交易日'].map((word) => [word, false] as const),
  ]),
  expected: '1 | 0',
}

/** The code that a label without blanks stands for, null where it is none of the words. */
export const codeOf = <Code extends string | boolean>({ codes }: Words<Code>, label: string): Code | null =>
  codes.get(wordKey(label)) ?? null

/** An operation by its code, its Chinese word, or the name that O3.2 gives it. */
export function operationOf(label: string): Operation | null {
  const operation = codeOf(OPERATION_WORDS, label)
  if (operation !== null) return operation
  const meaning = operationMeaning(label)
  return meaning?.as === 'transaction' ? meaning.operation : null
}
