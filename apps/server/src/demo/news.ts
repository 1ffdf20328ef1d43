import { NEWS_CATEGORIES, type NewsCategory } from '@sma/contract/news-categories'
import { addDays } from './dates'
import { CsvText } from './neutral'
import { randomStream } from './random'

/** Invented: nobody said or did any of it. */
const PHRASES: Record<NewsCategory, { subjects: string[]; turns: string[] }> = {
  macro: {
    subjects: [
      '示例统计部门公布月度数据',
      '居民消费价格',
      '制造业景气调查',
      '社会融资规模',
      '财政收支情况',
      '货币市场利率',
      '进出口数据',
    ],
    turns: ['总体平稳', '环比小幅回升', '符合市场预期', '结构继续改善', '波动收窄'],
  },
  international: {
    subjects: ['海外主要股指', '国际油价', '黄金价格', '海外央行议息会议', '全球制造业指数', '美元指数'],
    turns: ['窄幅震荡', '连续第三日上行', '小幅回落', '维持原有节奏', '关注通胀走势'],
  },
  securities: {
    subjects: ['两市成交额', '示例沪深指数', '券商板块', '债券市场', '可转债指数', '北向资金'],
    turns: ['较上周温和放大', '收盘小幅上涨', '分化明显', '情绪趋稳', '午后回升'],
  },
  funds: {
    subjects: ['公募基金规模', '债券型基金', '示例指数基金', '基金中基金', '货币基金收益率', '新发基金'],
    turns: ['环比增长', '获稳健资金关注', '费率下调', '业绩回暖', '持有期产品增多'],
  },
  'private-funds': {
    subjects: ['私募基金备案数量', '管理期货策略', '量化中性策略', '私募管理人登记', '示例私募指数'],
    turns: ['保持平稳', '月度收益转正', '合规要求细化', '规模小幅增长', '回撤收窄'],
  },
}

const SOURCES = ['示例财经', '示例证券报', '示例日报', '示例资讯']
const PER_CATEGORY = 26
const BODY =
  '<p>本条资讯为演示内容，不代表任何真实机构的观点。</p><p>演示数据用于展示标题、来源、时间与两行摘要的版式，内容与真实市场无关，请勿据此作出任何判断。</p>'

/** Some weeks of market news up to the evening of the last day. */
export function newsCsv(until: string, seed: number): CsvText {
  const csv = new CsvText(['category', 'title', 'source', 'published_at', 'url', 'body'])
  for (const category of NEWS_CATEGORIES) {
    const draw = randomStream(seed, `news ${category}`)
    const { subjects, turns } = PHRASES[category]
    for (let at = 0; at < PER_CATEGORY; at += 1) {
      const day = addDays(until, -at)
      const clock = `${String(draw.integer(8, 17)).padStart(2, '0')}:${String(draw.integer(0, 59)).padStart(2, '0')}`
      const title = `${draw.pick(subjects)}${draw.pick(turns)}`
      csv.add([
        category,
        title,
        draw.pick(SOURCES),
        `${day} ${clock}`,
        `https://example.com/news/${category}/${day}`,
        BODY,
      ])
    }
  }
  return csv
}
