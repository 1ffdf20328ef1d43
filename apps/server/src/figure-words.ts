/** What asset classes and transactions are called on paper and in files. */
import type { AssetClass, Operation } from '@sma/finance/facts'
import type { Language } from './http/error-words'

export const CLASS_WORDS: Record<Language, Record<AssetClass, string>> = {
  'zh-CN': { 'fixed-income': '固收', equity: '权益', alternative: '另类', money: '货币', cash: '现金' },
  en: {
    'fixed-income': 'Fixed income',
    equity: 'Equity',
    alternative: 'Alternative',
    money: 'Money market',
    cash: 'Cash',
  },
}

export const OPERATION_WORDS: Record<Language, Record<Operation, string>> = {
  'zh-CN': {
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
  },
  en: {
    subscribe: 'Subscription',
    redeem: 'Redemption',
    'switch-in': 'Switch in',
    'switch-out': 'Switch out',
    buy: 'Purchase',
    sell: 'Sale',
    dividend: 'Cash dividend',
    reinvest: 'Reinvested dividend',
    split: 'Share split',
    'adjust-in': 'Share increase',
    'adjust-out': 'Share decrease',
    'transfer-in': 'Transfer in',
    'transfer-out': 'Transfer out',
  },
}
