import { STRATEGIES, type Strategy } from '@sma/finance/facts'
import type { AccountSpec } from './books'
import { addDays } from './dates'
import { tradingDayUpTo, type IsTradingDay } from './market'
import { yuan } from './numbers'
import { randomStream } from './random'

export interface DemoClient {
  clientNo: string
  name: string
  idNumber: string
  phone: string
  portfolioCodes: string[]
}

interface Outline {
  name: string
  strategy: Strategy
  /** Launch, as a part of the span counted back from its end; or days before the end. */
  age: number | { days: number }
  million: number
}

/** The eight accounts of the default demonstration: every strategy, ages from a few weeks to the whole span. */
const OUTLINES: readonly Outline[] = [
  { name: '云帆稳健一号', strategy: 'fixed-income', age: 1, million: 10 },
  { name: '远山均衡二号', strategy: 'balanced', age: 1, million: 20 },
  { name: '星野成长三号', strategy: 'growth', age: 0.82, million: 12 },
  { name: '海蓝权益四号', strategy: 'equity', age: 0.55, million: 8 },
  { name: '静水衍生五号', strategy: 'cta', age: 0.24, million: 15 },
  { name: '小满现金六号', strategy: 'cash', age: 0.68, million: 6 },
  { name: '溪山固收七号', strategy: 'fixed-income', age: { days: 40 }, million: 30 },
  { name: '青禾均衡八号', strategy: 'balanced', age: 1, million: 5 },
]

const PLACES = [
  '云帆',
  '远山',
  '星野',
  '海蓝',
  '静水',
  '小满',
  '溪山',
  '青禾',
  '竹影',
  '白露',
  '松涧',
  '晴川',
  '沧溟',
  '霁月',
]
const STRATEGY_WORDS: Record<Strategy, string> = {
  cash: '现金',
  'fixed-income': '固收',
  balanced: '均衡',
  growth: '成长',
  equity: '权益',
  cta: '衍生',
}
/** What the accounts of a strategy are measured by. */
export const BENCHMARKS: Record<Strategy, string> = {
  cash: '示例存款基准',
  'fixed-income': '示例综合债指数',
  balanced: '示例债指数×50%+示例股票指数×50%',
  growth: '示例债指数×30%+示例股票指数×70%',
  equity: '示例股票指数',
  cta: '示例商品策略基准',
}
const LAYOUTS = ['plain', 'dotted', 'currency'] as const

export interface PlanOptions {
  portfolios: number
  from: string
  until: string
  seed: number
  isTradingDay: IsTradingDay
}

/** Invents the accounts; the first eight are always the same ones. */
export function planAccounts(options: PlanOptions): AccountSpec[] {
  return Array.from({ length: options.portfolios }, (_, at) =>
    accountSpec(OUTLINES[at] ?? outlineOf(at, options.seed), at, options),
  )
}

function outlineOf(at: number, seed: number): Outline {
  const random = randomStream(seed, `outline ${at}`)
  const strategy = STRATEGIES[at % STRATEGIES.length] ?? 'balanced'
  const name = `${random.pick(PLACES)}${STRATEGY_WORDS[strategy]}${at + 1}号`
  const age = random.unit() < 0.5 ? 1 : random.integer(10, 95) / 100
  return { name, strategy, age, million: random.integer(3, 60) }
}

function accountSpec(outline: Outline, at: number, options: PlanOptions): AccountSpec {
  const { name, strategy, million } = outline
  return {
    code: codeAt(at),
    shortName: name,
    faName: `${name}FOF单一资产管理计划`,
    ledgerNo: String(8001 + at),
    strategy,
    launchDate: launchDate(outline.age, options),
    initialAssetsE4: yuan(million * 1_000_000),
    managementPpm: strategy === 'cash' ? 2_500 : strategy === 'fixed-income' ? 4_000 : 8_000,
    custodianPpm: strategy === 'cash' ? 300 : 500,
    auditE4: at % 4 === 2 ? 0n : yuan(7_300),
    feesPaid: at % 2 === 0 ? 'quarterly' : 'monthly',
    reinvests: at % 4 === 3,
    namesDividends: at % 8 !== 2,
    distributes: at % 8 === 1 || at % 8 === 7,
    hasFeeFile: at % 4 === 1,
    benchmark: at % 8 === 6 ? null : BENCHMARKS[strategy],
    sheetLayout: LAYOUTS[at % LAYOUTS.length] ?? 'plain',
  }
}

function launchDate(age: Outline['age'], { from, until, isTradingDay }: PlanOptions): string {
  const span = (Date.parse(until) - Date.parse(from)) / 86_400_000
  const back = typeof age === 'number' ? Math.round(span * age) : Math.min(age.days, span)
  const wanted = addDays(until, -back)
  return wanted <= from ? from : tradingDayUpTo(wanted, isTradingDay)
}

const FAMILY = ['云', '海', '竹', '溪', '松', '星', '岚', '禾', '霁', '苇']
const GIVEN = ['小满', '知远', '晴川', '望舒', '清和', '星野', '扶摇', '长庚', '木樨', '听雨', '见山', '南枝']

const codeAt = (at: number): string => `SA5${String(at + 1).padStart(3, '0')}`

/**
 * Invents the clients: one account, six accounts, one, and then one to three each. Needs no simulation, so that the sign-ins
 * of a demonstration that is already there can be told again.
 */
export function planClients(portfolios: number, seed: number): DemoClient[] {
  const codes = Array.from({ length: portfolios }, (_, at) => codeAt(at))
  const clients: DemoClient[] = []
  for (let taken = 0; taken < codes.length; ) {
    const at = clients.length
    const random = randomStream(seed, `client ${at}`)
    const count = [1, 6, 1][at] ?? random.integer(1, 3)
    clients.push({
      clientNo: `C${String(at + 1).padStart(4, '0')}`,
      name: `${FAMILY[at % FAMILY.length]}${GIVEN[(at * 5 + Math.floor(at / GIVEN.length)) % GIVEN.length]}`,
      idNumber: inventedIdNumber(at, seed),
      phone: String(13_800_000_001 + at),
      portfolioCodes: codes.slice(taken, taken + count),
    })
    taken += count
  }
  return clients
}

const AREAS = ['110101', '310101', '440106', '330106', '510104', '420102', '320102']
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** An ID number that nobody has in mind, with a valid check digit (GB 11643). */
function inventedIdNumber(at: number, seed: number): string {
  const random = randomStream(seed, `id ${at}`)
  const birth = addDays('1962-01-01', random.integer(0, 365 * 30)).replaceAll('-', '')
  const digits = `${random.pick(AREAS)}${birth}${String(((at * 7) % 999) + 1).padStart(3, '0')}`
  const total = WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0)
  return digits + '10X98765432'.charAt(total % 11)
}
