/** The words of the printed page in both languages; the template has none of its own. */
import type { Language } from '../../http/error-words'
import type { OnePage } from './one-page-parts'
import { longDate } from './printed'

type NearKey = OnePage['near'][number]['key']
/** What is said of how the figures come about; `components` empty where they are not stated. */
interface Methods {
  hasBenchmark: boolean
  components: string
  isShort: boolean
}
type Drawdown = NonNullable<OnePage['statistics']['drawdown']>

const zh = {
  /** For the line breaking and hyphens of the typesetter. */
  lang: 'zh',
  /** Between the facts of one line. */
  gap: '　',
  page: '一页纸',
  launched: (date: string) => `成立于${date}`,
  closed: (date: string) => `已于${date}终止`,
  inLiquidation: (date: string) => `自${date}起清算`,
  manager: (name: string) => `投资经理 ${name}`,
  key: {
    netAssets: '资产净值（元）',
    unitNav: '单位净值',
    accumulatedNav: '累计净值',
    dayGain: '当日盈亏（元）',
    gain: '成立以来收益（元）',
    return: '成立以来收益率',
  },
  near: {
    'one-month': '近1月',
    'three-months': '近3月',
    'six-months': '近6月',
    'one-year': '近1年',
    'since-inception': '成立以来',
  } satisfies Record<NearKey, string>,
  statistics: {
    annualisedReturn: '年化收益率',
    volatility: '年化波动率',
    drawdown: '最大回撤',
    calmar: '卡玛比率',
  },
  rest: (count: number) => `其余 ${count} 项`,
  benchmark: '业绩比较基准',
  noHoldings: '当日没有持有基金。',
  holdingsAway: '这一天的持仓数据尚未收到。',
  ofOperations: (total: number, shown: number) => `共 ${total} 笔，以下为最近 ${shown} 笔`,
  rebalancing: (days: number) => `调仓 ${days} 日`,
  /** What the template prints as it stands. */
  labels: {
    curve: '净值走势',
    curveNote: '复权净值，成立以来',
    noCurve: '成立以来的净值尚未全部载入，因此没有图形。',
    account: '本账户',
    excess: '超额收益',
    near: '区间业绩',
    nearHead: ['区间', '收益率', '基准', '超额'],
    risk: '风险指标',
    sinceInception: '成立以来',
    riskHead: ['指标', '数值'],
    allocation: '资产配置与收益贡献',
    allocationHead: ['类别', '', '占比', '市值（元）', '累计收益（元）'],
    total: '合计',
    funds: '基金收益贡献',
    fundsNote: '成立以来，元',
    fundsHead: ['代码', '名称', '累计收益'],
    holdings: '持仓',
    holdingsHead: ['代码', '名称', '类别', '净值', '市值（元）', '占比', '累计收益（元）'],
    operations: '操作记录',
    operationsHead: ['日期', '代码', '名称', '类型', '金额（元）', '份额', '成交净值'],
    noOperations: '还没有交易记录。',
    outlook: '投资经理观点',
  },
  methods: ({ hasBenchmark, components, isShort }: Methods) =>
    `收益率按复权净值计算。${hasBenchmark ? '超额收益为本账户收益率减基准收益率。' : ''}${hasBenchmark && components ? `基准构成：${components}。` : ''}${isShort ? '* 账户成立不足该区间，自成立日起计算。' : ''}年化收益率按实际天数折算，不足一年不计算；年化波动率为交易日收益率的样本标准差 × √250，不足 20 个交易日不计算；卡玛比率为年化收益率除以最大回撤。`,
  drawdown: ({ peakDate, troughDate, recoveryDate }: Drawdown) =>
    `最大回撤自${longDate(peakDate, 'zh-CN')}至${longDate(troughDate, 'zh-CN')}，${recoveryDate ? `${longDate(recoveryDate, 'zh-CN')}恢复` : '尚未恢复'}。`,
  contribution:
    '收益贡献为成立以来各基金的累计收益；现金一行为账户收益减去各基金收益，含利息和账户费用。现金含应收及应付款项。“—”表示没有可用的数据。',
}

export type OnePageWords = typeof zh

// Only signs that the font has half as wide as a Chinese one: its curly quotes and its middle dot are Chinese.
const en: OnePageWords = {
  lang: 'en',
  gap: ', ',
  page: 'One page',
  launched: (date) => `since ${date}`,
  closed: (date) => `closed on ${date}`,
  inLiquidation: (date) => `in liquidation since ${date}`,
  manager: (name) => `manager ${name}`,
  key: {
    netAssets: 'Net assets (CNY)',
    unitNav: 'Unit NAV',
    accumulatedNav: 'Accumulated NAV',
    dayGain: "Day's gain (CNY)",
    gain: 'Gain since inception (CNY)',
    return: 'Return since inception',
  },
  near: {
    'one-month': '1 month',
    'three-months': '3 months',
    'six-months': '6 months',
    'one-year': '1 year',
    'since-inception': 'Since inception',
  },
  statistics: {
    annualisedReturn: 'Annualised return',
    volatility: 'Annualised volatility',
    drawdown: 'Deepest drawdown',
    calmar: 'Calmar ratio',
  },
  rest: (count) => `Others: ${count}`,
  benchmark: 'Benchmark',
  noHoldings: 'No fund was held on this day.',
  holdingsAway: 'The holdings of this day have not arrived yet.',
  ofOperations: (total, shown) => `the latest ${shown} of ${total}`,
  rebalancing: (days) => (days === 1 ? '1 rebalancing' : `${days} rebalancings`),
  labels: {
    curve: 'NAV',
    curveNote: 'adjusted, since inception',
    noCurve: 'The NAVs since inception are not all loaded, so there is no curve.',
    account: 'This account',
    excess: 'Excess return',
    near: 'Recent performance',
    nearHead: ['Period', 'Return', 'Benchmark', 'Excess'],
    risk: 'Risk figures',
    sinceInception: 'since inception',
    riskHead: ['Figure', 'Value'],
    allocation: 'Allocation and contribution',
    allocationHead: ['Class', '', 'Weight', 'Value (CNY)', 'Profit to date (CNY)'],
    total: 'Total',
    funds: 'Contribution by fund',
    fundsNote: 'since inception, CNY',
    fundsHead: ['Code', 'Name', 'Profit to date'],
    holdings: 'Holdings',
    holdingsHead: ['Code', 'Name', 'Class', 'NAV', 'Value (CNY)', 'Weight', 'Profit to date (CNY)'],
    operations: 'Latest transactions',
    operationsHead: ['Date', 'Code', 'Name', 'Type', 'Amount (CNY)', 'Shares', 'Price'],
    noOperations: 'There are no transactions yet.',
    outlook: "Manager's outlook",
  },
  methods: ({ hasBenchmark, components, isShort }) =>
    `Returns are those of the adjusted NAV. ${hasBenchmark ? "Excess is the account's return less the benchmark's. " : ''}${hasBenchmark && components ? `The benchmark is made of ${components}. ` : ''}${isShort ? '* The account is younger than the period: counted from its launch. ' : ''}The annualised return goes by actual days and is not computed for less than a year; annualised volatility is the sample deviation of returns over trading days × √250 and needs 20 of them; the Calmar ratio is the annualised return divided by the deepest drawdown. `,
  drawdown: ({ peakDate, troughDate, recoveryDate }) =>
    `The deepest drawdown ran from ${longDate(peakDate, 'en')} to ${longDate(troughDate, 'en')}, ${recoveryDate ? `made good on ${longDate(recoveryDate, 'en')}` : 'not made good yet'}.`,
  contribution: `Contribution is each fund's profit since inception; the line for cash is the account's gain less all funds, and holds interest and the account's own fees. Cash includes receivables and payables. A dash (—) means that no figure is available.`,
}

export const ONE_PAGE_WORDS: Record<Language, OnePageWords> = { 'zh-CN': zh, en }
