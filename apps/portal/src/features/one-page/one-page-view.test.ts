import { describe, expect, it } from 'vitest'
import { classRows, pagePoints, pdfAddress, statisticRows, type OnePage } from './one-page-view'

describe('the one page', () => {
  it('marks rebalancing days, and names the day where it is another one', () => {
    const page: Pick<OnePage, 'curve' | 'rebalancing'> = {
      curve: {
        dates: ['2021-01-04', '2021-01-06'],
        unitNav: ['1.0000', '1.0100'],
        accumulatedNav: ['1.0000', '1.0100'],
        adjustedNav: ['1.00000000', '1.01000000'],
        benchmark: null,
        excess: null,
        restated: [],
      },
      rebalancing: [
        { date: '2021-01-05', markDate: '2021-01-06' },
        { date: '2021-01-06', markDate: '2021-01-06' },
      ],
    }
    expect(pagePoints(page, '调仓').map(({ trades }) => trades)).toEqual([[], ['调仓 2021-01-05', '调仓']])
  })

  it('says why a figure of risk is missing', () => {
    const statistics: OnePage['statistics'] = {
      annualisedReturn: null,
      volatility: '0.0812',
      drawdown: {
        depth: '-0.1',
        peakDate: '2021-01-04',
        troughDate: '2021-01-06',
        recoveryDate: null,
        daysUnderWater: 2,
      },
      calmar: null,
      reasons: { annualisedReturn: 'less-than-a-year', calmar: 'less-than-a-year' },
    }
    expect(statisticRows({ statistics })).toEqual([
      { key: 'annualisedReturn', kind: 'rate', value: null, reason: 'less-than-a-year' },
      { key: 'volatility', kind: 'ratio', value: '0.0812', reason: null },
      { key: 'drawdown', kind: 'rate', value: '-0.1', reason: null },
      { key: 'calmar', kind: 'nav', value: null, reason: 'less-than-a-year' },
    ])
  })

  it('puts allocation and contribution of a class on one line', () => {
    const account: { classes: OnePage['account']['classes'] } = {
      classes: [{ assetClass: 'equity', ratio: '0.6', marketValue: '600.00' }],
    }
    const classes: OnePage['contribution']['classes'] = [
      { assetClass: 'equity', profit: '12.00' },
      { assetClass: 'cash', profit: null, reasons: { profit: 'fund-profit-unknown' } },
    ]
    expect(classRows({ account, contribution: { classes } })).toEqual([
      {
        assetClass: 'equity',
        ratio: '0.6',
        marketValue: '600.00',
        profit: '12.00',
        reasons: { value: null, profit: null },
      },
      {
        assetClass: 'cash',
        ratio: null,
        marketValue: null,
        profit: null,
        reasons: { value: null, profit: 'fund-profit-unknown' },
      },
    ])
  })

  it('names its file', () => {
    expect(pdfAddress('A/1', '2021-01-06', 'en')).toBe(
      '/api/v1/portfolios/A%2F1/one-page.pdf?date=2021-01-06&language=en',
    )
  })
})
