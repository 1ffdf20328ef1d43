/** What the printed page says, in the words of the portal; text of others goes in as data and stays text. */
import type { AssetClass, Operation } from '@sma/finance/facts'
import { CURVE_COLOURS, curveSvg } from './curve-svg'
import type { OnePage } from './one-page-parts'
import { asStated, gain, longDate, money, oneLine, rate, ratio } from './printed'

const CLASSES: Record<AssetClass, { name: string; colour: string }> = {
  'fixed-income': { name: '固收', colour: '#1f3550' },
  equity: { name: '权益', colour: '#9b3a2e' },
  alternative: { name: '另类', colour: '#a5742a' },
  money: { name: '货币', colour: '#8aaca2' },
  cash: { name: '现金', colour: '#cfc7b6' },
}

const OPERATIONS: Record<Operation, string> = {
  subscribe: '申购',
  redeem: '赎回',
  'switch-in': '转入',
  'switch-out': '转出',
  buy: '买入',
  sell: '卖出',
  dividend: '现金分红',
  reinvest: '红利再投',
  split: '份额拆分',
  'adjust-in': '份额调增',
  'adjust-out': '份额调减',
  'transfer-in': '转托管转入',
  'transfer-out': '转托管转出',
}

const NEAR: Record<OnePage['near'][number]['key'], string> = {
  'one-month': '近1月',
  'three-months': '近3月',
  'six-months': '近6月',
  'one-year': '近1年',
  'since-inception': '成立以来',
}

export interface House {
  name: string
  /** As `#8f1d22`. */
  accent: string
  footnote: string | null
}

/** A figure with the sign by which it is coloured. */
interface Toned {
  text: string
  tone: 'rise' | 'fall' | 'flat'
}

const toned = (text: string): Toned => ({
  text,
  tone: text.startsWith('+') ? 'rise' : text.startsWith('−') ? 'fall' : 'flat',
})

/** Everything that the template prints. */
export function printedPage(page: OnePage, house: House) {
  const { account, holdings, contribution, operations, outlook } = page
  return {
    house: oneLine(house.name),
    accent: house.accent,
    footnote: house.footnote && shortened(oneLine(house.footnote)),
    name: oneLine(account.name),
    about: aboutLine(page),
    date: longDate(account.date),
    key: keyFigures(page),
    curve: curvePart(page, house.accent),
    near: page.near.map(nearRow),
    statistics: statisticsRows(page.statistics),
    classes: classRows(page),
    total: { marketValue: money(account.netAssets), profit: toned(gain(contribution.gain)) },
    funds: [
      ...contribution.largest.map((row) => ({
        name: oneLine(row.fundName),
        code: row.fundCode,
        profit: toned(gain(row.profit)),
      })),
      ...(contribution.rest
        ? [{ name: `其余 ${contribution.rest.count} 只`, code: '', profit: toned(gain(contribution.rest.profit)) }]
        : []),
    ],
    holdings: holdings.largest.map(holdingRow),
    holdingsRest: holdings.rest && {
      name: `其余 ${holdings.rest.count} 只`,
      marketValue: money(holdings.rest.marketValue),
      ratio: ratio(holdings.rest.ratio),
    },
    holdingsNote: holdings.reasons ? '这一天的持仓数据尚未收到。' : holdings.count === 0 ? '当日没有持有基金。' : null,
    operations: operations.latest.map(operationRow),
    operationsNote:
      operations.total > operations.latest.length
        ? `共 ${operations.total} 笔，以下为最近 ${operations.latest.length} 笔`
        : null,
    outlook: outlook && { date: longDate(outlook.date), lines: outlook.text.split('\n').map(oneLine) },
    notes: notesOf(page),
  }
}

/** Two lines of small type. */
const MOST_FOOTNOTE = 160

const shortened = (text: string): string =>
  text.length <= MOST_FOOTNOTE ? text : `${text.slice(0, MOST_FOOTNOTE - 1)}…`

function aboutLine({ account }: OnePage): string {
  const manager = account.manager === null ? [] : [`投资经理 ${oneLine(account.manager)}`]
  return [account.code, `成立于${longDate(account.launchDate)}`, ...stateOf(account), ...manager].join('　')
}

function stateOf({ state, liquidationFrom, closedOn }: OnePage['account']): string[] {
  if (state === 'closed' && closedOn !== null) return [`已于${longDate(closedOn)}终止`]
  if (state === 'in-liquidation' && liquidationFrom !== null) return [`自${longDate(liquidationFrom)}起清算`]
  return []
}

function keyFigures({ account }: OnePage) {
  const plain = (text: string): Toned => ({ text, tone: 'flat' })
  return [
    { label: '资产净值（元）', ...plain(money(account.netAssets)) },
    { label: '单位净值', ...plain(asStated(account.unitNav)) },
    { label: '累计净值', ...plain(asStated(account.accumulatedNav)) },
    { label: '当日盈亏（元）', ...toned(gain(account.dayGain)) },
    { label: '成立以来收益（元）', ...toned(gain(account.gainSinceInception)) },
    { label: '成立以来收益率', ...toned(rate(account.returnSinceInception)) },
  ]
}

function curvePart({ curve, rebalancing, account, near }: OnePage, accent: string) {
  const colours = { ...CURVE_COLOURS, portfolio: accent }
  const marks = new Set(rebalancing.map(({ markDate }) => markDate))
  const life = near.at(-1)
  return {
    svg: curveSvg({
      dates: curve.dates,
      portfolio: curve.adjustedNav.map(Number),
      benchmark: curve.benchmark?.map((value) => (value === null ? null : Number(value))) ?? null,
      marks,
      colours,
    }),
    isEmpty: curve.dates.length === 0,
    colours,
    benchmark: curve.benchmark === null ? null : oneLine(account.benchmark ?? '业绩比较基准'),
    excess: curve.benchmark === null || !life ? null : toned(rate(life.excess)),
    marks: rebalancing.length,
  }
}

const nearRow = (row: OnePage['near'][number]) => ({
  name: NEAR[row.key] + (row.status === 'short' ? '*' : ''),
  return: toned(rate(row.return)),
  benchmark: toned(rate(row.benchmark)),
  excess: toned(rate(row.excess)),
})

function statisticsRows({ annualisedReturn, volatility, drawdown, calmar }: OnePage['statistics']) {
  return [
    { name: '年化收益率', value: rate(annualisedReturn) },
    { name: '年化波动率', value: ratio(volatility) },
    { name: '最大回撤', value: rate(drawdown?.depth ?? null) },
    { name: '卡玛比率', value: asStated(calmar) },
  ]
}

function classRows({ account, contribution }: OnePage) {
  return contribution.classes.map(({ assetClass, profit }) => {
    const part = account.classes.find((row) => row.assetClass === assetClass)
    return {
      ...CLASSES[assetClass],
      ratio: ratio(part?.ratio ?? null),
      share: shareOf(part?.ratio ?? null),
      marketValue: money(part?.marketValue ?? null),
      profit: toned(gain(profit)),
    }
  })
}

/** Length of a bar, 0 to 1. */
const shareOf = (value: string | null): number => Math.min(1, Math.max(0, Number(value ?? 0)))

const holdingRow = (row: OnePage['holdings']['largest'][number]) => ({
  code: row.fundCode,
  name: oneLine(row.fundName),
  class: row.assetClass === null ? '—' : CLASSES[row.assetClass].name,
  unitNav: asStated(row.unitNav),
  marketValue: money(row.marketValue),
  ratio: ratio(row.ratio),
  profit: toned(gain(row.profit)),
})

const operationRow = (row: OnePage['operations']['latest'][number]) => ({
  date: row.date,
  code: row.fundCode,
  name: oneLine(row.fundName),
  operation: OPERATIONS[row.operation],
  amount: money(row.amount),
  shares: asStated(row.shares),
  price: asStated(row.price),
})

function notesOf({ near, statistics, curve }: OnePage): string[] {
  const { drawdown } = statistics
  const fall = drawdown
    ? `最大回撤自${longDate(drawdown.peakDate)}至${longDate(drawdown.troughDate)}，${drawdown.recoveryDate ? `${longDate(drawdown.recoveryDate)}恢复` : '尚未恢复'}。`
    : ''
  const short = near.some(({ status }) => status === 'short') ? '* 账户成立不足该区间，自成立日起计算。' : ''
  const excess = curve.benchmark === null ? '' : '超额收益为本账户收益率减基准收益率。'
  return [
    `收益率按复权净值计算。${excess}${short}年化收益率按实际天数折算，不足一年不计算；年化波动率为交易日收益率的样本标准差 × √250，不足 20 个交易日不计算；卡玛比率为年化收益率除以最大回撤。${fall}`,
    '收益贡献为成立以来各基金的累计收益；现金一行为账户收益减去各基金收益，含利息和账户费用。现金含应收及应付款项。“—”表示没有可用的数据。',
  ]
}
