import type { FundClass, Strategy } from '@sma/finance/facts'

export type FundKind = 'open-end' | 'etf' | 'lof' | 'qdii' | 'private' | 'money'

/** An invented fund and how its NAV wanders. Rates are per year or per day as named; fees in millionths. */
export interface FundSpec {
  code: string
  name: string
  assetClass: FundClass
  kind: FundKind
  /** First NAV in ten-thousandths. */
  start: number
  yearlyDrift: number
  dailyNoise: number
  /** Weight of the common equity move. */
  beta: number
  /** No day moves further than this. */
  dailyLimit: number
  buyFeePpm: number
  sellFeePpm: number
  dividendsPerYear: number
}

type Shape = Omit<FundSpec, 'code' | 'name' | 'start' | 'dividendsPerYear' | 'kind'>

const BOND: Shape = {
  assetClass: 'fixed-income',
  yearlyDrift: 0.035,
  dailyNoise: 0.0006,
  beta: 0.02,
  dailyLimit: 0.003,
  buyFeePpm: 800,
  sellFeePpm: 1000,
}
const SHORT_BOND: Shape = {
  ...BOND,
  yearlyDrift: 0.026,
  dailyNoise: 0.0001,
  beta: 0,
  dailyLimit: 0.0006,
  buyFeePpm: 0,
  sellFeePpm: 0,
}
const EQUITY: Shape = {
  assetClass: 'equity',
  yearlyDrift: 0.08,
  dailyNoise: 0.005,
  beta: 1,
  dailyLimit: 0.035,
  buyFeePpm: 1500,
  sellFeePpm: 5000,
}
const ALTERNATIVE: Shape = {
  assetClass: 'alternative',
  yearlyDrift: 0.06,
  dailyNoise: 0.004,
  beta: 0.1,
  dailyLimit: 0.02,
  buyFeePpm: 1000,
  sellFeePpm: 2500,
}
const CASH: Shape = {
  assetClass: 'money',
  yearlyDrift: 0.018,
  dailyNoise: 0,
  beta: 0,
  dailyLimit: 0,
  buyFeePpm: 0,
  sellFeePpm: 0,
}

interface Extra {
  kind?: FundKind
  dividends?: number
}

const fund = ([code, name]: [code: string, name: string], shape: Shape, start: number, extra?: Extra): FundSpec => ({
  ...shape,
  code,
  name,
  start,
  kind: extra?.kind ?? 'open-end',
  dividendsPerYear: extra?.dividends ?? 0,
})

/** Invented funds: no code or name of a real one is meant. */
export const FUNDS: readonly FundSpec[] = [
  fund(['900101', '云帆稳健债券A'], BOND, 10862, { dividends: 2 }),
  fund(['900102', '青禾纯债债券A'], BOND, 11240),
  fund(['900103', '晨露短债债券C'], SHORT_BOND, 10415),
  fund(['900104', '溪山双利债券A'], { ...BOND, beta: 0.08, dailyNoise: 0.0009 }, 13076, { dividends: 1 }),
  fund(['900105', '松涧信用债债券A'], BOND, 10231),
  fund(['900106', '白露增强回报债券A'], { ...BOND, beta: 0.07 }, 12508),
  fund(['900107', '长汀中短债债券A'], SHORT_BOND, 10658),
  fund(['900108', '苇塘定开纯债债券'], BOND, 10094, { dividends: 2 }),
  fund(['910201', '远山均衡混合A'], { ...EQUITY, beta: 0.8 }, 16233, { dividends: 1 }),
  fund(['910202', '星野成长股票A'], { ...EQUITY, beta: 1.15 }, 22417),
  fund(['910203', '海蓝价值精选混合A'], { ...EQUITY, beta: 0.85 }, 18850, { dividends: 1 }),
  fund(['910204', '竹影消费主题股票A'], EQUITY, 27709),
  fund(['910205', '飞鸿科技先锋混合C'], { ...EQUITY, beta: 1.2, sellFeePpm: 0, buyFeePpm: 0 }, 14522),
  fund(['910206', '云岭医疗健康股票A'], { ...EQUITY, beta: 0.95 }, 11987),
  fund(['910207', '碧空全球精选混合(QDII)'], { ...EQUITY, beta: 0.3, dailyNoise: 0.007 }, 13340, { kind: 'qdii' }),
  fund(['910208', '沧溟指数增强A'], EQUITY, 15066),
  fund(['916209', '晴川中盘精选混合(LOF)'], EQUITY, 17431, { kind: 'lof' }),
  fund(['951001', '霁月宽基ETF'], { ...EQUITY, dailyNoise: 0.001 }, 36500, { kind: 'etf' }),
  fund(['951002', '长风红利低波ETF'], { ...EQUITY, beta: 0.7, dailyNoise: 0.002 }, 11240, { kind: 'etf' }),
  fund(['920301', '金穗黄金主题A'], ALTERNATIVE, 14093),
  fund(['920302', '砥石商品策略A'], { ...ALTERNATIVE, dailyNoise: 0.006 }, 10720),
  fund(['920303', '静水市场中性混合A'], { ...ALTERNATIVE, dailyNoise: 0.0015 }, 11644, { dividends: 1 }),
  fund(['920304', '乌木大宗商品混合A'], { ...ALTERNATIVE, dailyNoise: 0.006 }, 9871),
  fund(['920305', '磐石管理期货混合C'], { ...ALTERNATIVE, buyFeePpm: 0 }, 12180),
  fund(['SZ1234', '衡岳量化中性1号私募证券投资基金'], { ...ALTERNATIVE, dailyNoise: 0.0025 }, 11052, {
    kind: 'private',
  }),
  fund(['SX5678', '北渚趋势跟踪2号私募证券投资基金'], ALTERNATIVE, 13318, { kind: 'private' }),
  fund(['980401', '小满现金货币A'], CASH, 10000, { kind: 'money' }),
  fund(['980402', '清泉货币B'], { ...CASH, yearlyDrift: 0.021 }, 10000, { kind: 'money' }),
  fund(['980403', '谷雨天添利货币A'], { ...CASH, yearlyDrift: 0.0165 }, 10000, { kind: 'money' }),
]

export interface Target {
  assetClass: FundClass
  /** Wanted share of net assets, millionths. */
  weightPpm: number
  funds: number
}

/** What each strategy wants to hold; the rest stays in the bank. Cash accounts hold only the calm short bonds. */
export const TARGETS: Record<Strategy, readonly Target[]> = {
  cash: [
    { assetClass: 'money', weightPpm: 780_000, funds: 3 },
    { assetClass: 'fixed-income', weightPpm: 120_000, funds: 2 },
  ],
  'fixed-income': [
    { assetClass: 'fixed-income', weightPpm: 740_000, funds: 5 },
    { assetClass: 'equity', weightPpm: 70_000, funds: 2 },
    { assetClass: 'money', weightPpm: 100_000, funds: 1 },
  ],
  balanced: [
    { assetClass: 'fixed-income', weightPpm: 380_000, funds: 4 },
    { assetClass: 'equity', weightPpm: 380_000, funds: 4 },
    { assetClass: 'alternative', weightPpm: 80_000, funds: 2 },
    { assetClass: 'money', weightPpm: 70_000, funds: 1 },
  ],
  growth: [
    { assetClass: 'equity', weightPpm: 620_000, funds: 5 },
    { assetClass: 'fixed-income', weightPpm: 150_000, funds: 2 },
    { assetClass: 'alternative', weightPpm: 80_000, funds: 2 },
    { assetClass: 'money', weightPpm: 60_000, funds: 1 },
  ],
  equity: [
    { assetClass: 'equity', weightPpm: 830_000, funds: 7 },
    { assetClass: 'money', weightPpm: 80_000, funds: 1 },
  ],
  cta: [
    { assetClass: 'alternative', weightPpm: 760_000, funds: 5 },
    { assetClass: 'money', weightPpm: 130_000, funds: 2 },
  ],
}

export const isCalm = (spec: FundSpec): boolean => spec.beta === 0 && spec.dailyLimit < 0.001
