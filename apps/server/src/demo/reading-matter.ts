/** What the demonstration's house gives its clients to read: announcements, monthly reports with figures of the books, articles. */
import { divideRound, formatScaled, moneyText } from '@sma/finance/decimal'
import type { AccountSpec, DayBook } from './books'
import { addDays } from './dates'
import { CsvText } from './neutral'
import { nav4 } from './numbers'
import { plainPdf } from './plain-pdf'

/** Reports of the last months, of so many accounts at most: a large demonstration would be thousands of files. */
const REPORT_MONTHS = 3
const REPORT_ACCOUNTS = 8

interface MonthEnd {
  spec: AccountSpec
  date: string
  netAssetsE4: bigint
  unitNavE8: bigint
  accumulatedNavE8: bigint
}

const MADE = '本文件为演示数据，内容均为虚构。'

function page(title: string, paragraphs: readonly string[]): Buffer {
  const head = { text: title, size: 20, x: 64, y: 752 }
  const body = paragraphs.map((text, at) => ({ text, size: 12, x: 64, y: 700 - at * 28 }))
  return plainPdf(title, [head, ...body, { text: MADE, size: 9, x: 64, y: 64 }])
}

/** Days before the last one on which something was published, so that the newest stand first whenever it is made. */
const ANNOUNCEMENTS = [
  {
    daysBack: 4,
    category: '通知',
    title: '关于调整节假日申购赎回安排的公告',
    lines: ['节假日前两个交易日暂停受理大额申购。', '假期后第一个交易日恢复正常，请提前安排资金。'],
  },
  {
    daysBack: 40,
    category: '通知',
    title: '关于客户服务平台上线的公告',
    lines: ['您可以在平台查看资产、持仓、收益和交易记录。', '如有疑问，请给您的客户经理留言。'],
  },
]

const ARTICLES = [
  {
    daysBack: 2,
    category: '市场观察',
    title: '震荡市中如何看待回撤',
    lines: ['回撤是净值从高点回落的幅度。', '比起单日涨跌，持有期的长短更能决定结果。'],
  },
  {
    daysBack: 16,
    category: '市场观察',
    title: '利率下行，固收资产怎么配',
    lines: ['久期越长，对利率越敏感。', '组合以中短久期为主，保留一定的流动性。'],
  },
  {
    daysBack: 30,
    category: '投资者教育',
    title: '读懂单位净值与累计净值',
    lines: ['单位净值是每一份当前的价值。', '累计净值加回了历次分红，更能反映全程表现。'],
  },
]

/** Takes days as they close; the files at the end. */
export class ReadingMatter {
  readonly #ends = new Map<string, MonthEnd>()

  add(spec: AccountSpec, { day, netAssetsE4, unitNavE8, accumulatedNavE8 }: DayBook): void {
    if (!day.isTradingDay) return
    const end = { spec, date: day.date, netAssetsE4, unitNavE8, accumulatedNavE8 }
    this.#ends.set(`${spec.code} ${day.date.slice(0, 7)}`, end)
  }

  /** Every file with its name: the PDFs, then the table that names them. */
  files(until: string): { name: string; bytes: Buffer }[] {
    const csv = new CsvText(['kind', 'portfolio_code', 'title', 'category', 'published_at', 'file'])
    const files: { name: string; bytes: Buffer }[] = []
    const add = (cells: [string, string, string, string, string], name: string, bytes: Buffer) => {
      csv.add([...cells, name])
      files.push({ name, bytes })
    }
    for (const { daysBack, category, title, lines } of ANNOUNCEMENTS)
      add(
        ['announcement', '', title, category, `${addDays(until, -daysBack)} 09:00`],
        `${title}.pdf`,
        page(title, lines),
      )
    for (const { daysBack, category, title, lines } of ARTICLES)
      add(['article', '', title, category, `${addDays(until, -daysBack)} 08:30`], `${title}.pdf`, page(title, lines))
    for (const end of this.#reports(until)) {
      const title = `${end.date.slice(0, 4)}年${Number(end.date.slice(5, 7))}月报`
      const published = `${addDays(end.date, 3)} 17:00`
      add(
        ['announcement', end.spec.code, title, '月报', published],
        `${end.spec.code}_${title}.pdf`,
        report(title, end),
      )
    }
    return [...files, { name: 'documents.csv', bytes: csv.bytes() }]
  }

  /** Of months that are over. */
  #reports(until: string): MonthEnd[] {
    const over = [...this.#ends.values()].filter(({ date }) => date.slice(0, 7) < until.slice(0, 7))
    const months = [...new Set(over.map(({ date }) => date.slice(0, 7)))].sort().slice(-REPORT_MONTHS)
    const codes = [...new Set(over.map(({ spec }) => spec.code))].slice(0, REPORT_ACCOUNTS)
    return over.filter(({ spec, date }) => months.includes(date.slice(0, 7)) && codes.includes(spec.code))
  }
}

function report(title: string, { spec, date, netAssetsE4, unitNavE8, accumulatedNavE8 }: MonthEnd): Buffer {
  const launchGain = divideRound((unitNavE8 - 100_000_000n) * 10_000n, 100_000_000n)
  return page(title, [
    `${spec.shortName}（${spec.code}）`,
    `截至 ${date}`,
    `资产净值：${moneyText(netAssetsE4)} 元`,
    `单位净值：${nav4(unitNavE8)}　累计净值：${nav4(accumulatedNavE8)}`,
    `单位净值较 1.0000：${formatScaled(launchGain, 2, 2)} %`,
    '本月运作平稳，组合按既定策略配置，未发生应予公告的重大事项。',
  ])
}
