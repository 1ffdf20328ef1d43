/** One word for one thing: the screen, the exported tables, the PDF and the console call a figure the same, in both languages. */
import { describe, expect, it } from 'vitest'
import consoleEn from '../apps/console/src/locales/en.json'
import consoleZh from '../apps/console/src/locales/zh-CN.json'
import en from '../apps/portal/src/locales/en.json'
import zh from '../apps/portal/src/locales/zh-CN.json'
import { EXPORT_WORDS } from '../apps/server/src/features/exports/export-words'
import { ONE_PAGE_WORDS } from '../apps/server/src/features/one-page/one-page-words'
import { CLASS_WORDS, OPERATION_WORDS } from '../apps/server/src/figure-words'

const LANGUAGES = [
  ['zh-CN', zh, consoleZh],
  ['en', en, consoleEn],
] as const

/** On the screen the unit stands above the table, in a file behind the word. */
const withoutUnit = (text: string) => text.replace(/ ?[（(](元|份|CNY)[）)]$/, '')
const bare = (words: Record<string, string>) =>
  Object.fromEntries(Object.entries(words).map(([key, text]) => [key, withoutUnit(text)]))

describe.each(LANGUAGES)('in %s', (language, screen, desk) => {
  it('classes and transactions have one name', () => {
    expect(screen.assetClass).toEqual(CLASS_WORDS[language])
    expect(screen.operation).toEqual(OPERATION_WORDS[language])
    expect(desk.trail.operation).toMatchObject(OPERATION_WORDS[language])
    const { cash: _, ...ofFunds } = CLASS_WORDS[language]
    expect(desk.funds.of).toMatchObject(ofFunds)
    expect(desk.waiting.class).toMatchObject(ofFunds)
  })

  it('an exported table is headed as the one on the screen', () => {
    const { classes, fund, transaction, period, stages, nav, fees } = screen
    const { head, status, table, ...words } = EXPORT_WORDS[language]
    expect(table).toEqual(screen.export.table)
    expect(words.period).toEqual(period.key)
    expect(status).toMatchObject(fund.status)
    expect(bare(head)).toMatchObject(
      bare({
        assetClass: classes.name,
        classRatio: classes.ratio,
        classValue: classes.marketValue,
        fundCode: fund.code,
        fundName: fund.name,
        shares: fund.shares,
        cost: fund.cost,
        fundNav: fund.unitNav,
        marketValue: fund.marketValue,
        profit: fund.profit,
        ratio: fund.ratio,
        no: transaction.no,
        tradeDate: transaction.date,
        operation: transaction.operation,
        amount: transaction.amount,
        tradeShares: transaction.shares,
        price: transaction.price,
        fee: transaction.fee,
        period: period.name,
        openingAssets: period.openingAssets,
        subscriptions: period.subscriptions,
        redemptions: period.redemptions,
        closingAssets: period.closingAssets,
        distributions: period.distributions,
        gain: period.gain,
        return: period.return,
        bucket: stages.bucket,
        date: stages.date,
        change: stages.change,
        unitNav: nav.kind.unit,
        accumulatedNav: nav.kind.accumulated,
        adjustedNav: nav.kind.adjusted,
        benchmark: nav.benchmark,
        subscriptionFee: fees.subscription,
        redemptionFee: fees.redemption,
      }),
    )
    expect(words.fee).toMatchObject({
      management: fees.management,
      custodian: fees.custodian,
      performance: fees.performance,
      total: fees.sum,
    })
  })

  it('the PDF says what the page says', () => {
    const { onePage, home, nav, fund, classes, transaction, period } = screen
    const { key, near, statistics, labels, ...words } = ONE_PAGE_WORDS[language]
    expect(key).toEqual({
      netAssets: classes.marketValue,
      unitNav: nav.kind.unit,
      accumulatedNav: nav.kind.accumulated,
      dayGain: home.dayGain,
      gain: home.gainSinceInception,
      return: home.returnSinceInception,
    })
    expect(near).toEqual(onePage.key)
    expect(statistics).toEqual(onePage.statistic)
    expect([words.page, words.benchmark]).toEqual([screen.title.onePage, nav.benchmark])
    expect(words.rest(7)).toBe(onePage.rest.replace('{count}', '7'))
    expect(labels).toMatchObject({
      curve: screen.export.table.nav,
      account: nav.portfolio,
      excess: nav.excess,
      near: onePage.near,
      allocation: onePage.allocation,
      total: onePage.total,
      holdings: onePage.holdings,
      operations: onePage.operations,
      outlook: onePage.outlook,
    })
    // A narrow column has only a part of the name.
    const heads: readonly (readonly [readonly string[], readonly string[]])[] = [
      [labels.nearHead, [period.name, onePage.return, onePage.benchmark, nav.excess]],
      [labels.allocationHead, [classes.name, '', fund.ratio, fund.marketValue, onePage.profit]],
      [labels.fundsHead, [fund.code, fund.name, onePage.profit]],
      [
        labels.holdingsHead,
        [fund.code, fund.name, classes.name, fund.unitNav, fund.marketValue, fund.ratio, onePage.profit],
      ],
      [
        labels.operationsHead,
        [
          transaction.date,
          fund.code,
          fund.name,
          transaction.operation,
          transaction.amount,
          transaction.shares,
          transaction.price,
        ],
      ],
    ]
    for (const [printed, shown] of heads) {
      expect(printed).toHaveLength(shown.length)
      for (const [at, head] of printed.entries()) expect(shown[at]?.toLowerCase()).toContain(head.toLowerCase())
    }
  })
})
