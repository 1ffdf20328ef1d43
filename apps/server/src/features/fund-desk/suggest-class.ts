import type { FundClass } from '@sma/finance/facts'

/** The first that fits counts: a bond fund of gold miners is named by neither. */
const WORDS: readonly (readonly [FundClass, RegExp])[] = [
  ['money', /货币|现金|money market/i],
  ['fixed-income', /债|固收|同业存单|利率|bond/i],
  ['alternative', /黄金|白银|商品|原油|豆粕|REIT|期货|CTA|对冲|多空|gold/i],
  ['equity', /股票|混合|指数|ETF|联接|成长|价值|红利|蓝筹|中小盘|优选|LOF|equity|index/i],
]

/** What a fund's name speaks for; null where it speaks for nothing. A person decides. */
export const suggestedClass = (name: string): FundClass | null =>
  WORDS.find(([, words]) => words.test(name.normalize('NFKC')))?.[0] ?? null
