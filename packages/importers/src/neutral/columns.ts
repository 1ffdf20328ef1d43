/** The columns of the neutral kinds, English and Chinese; docs/files.md lists the same (held by a test). */
import type { FileKind } from '@sma/contract/file-kinds'

export type NeutralKind = Exclude<FileKind, 'fa-valuation-sheet' | 'fa-dump' | 'o32-holdings' | 'o32-journal' | 'pdf'>

export interface Column {
  required: boolean
  chinese: readonly string[]
  /** Read over in files that have it; no template asks for it. */
  isIgnored?: true
}

const need = (...chinese: string[]): Column => ({ required: true, chinese })
const may = (...chinese: string[]): Column => ({ required: false, chinese })

const portfolio = { portfolio_code: need('组合代码', '计划代码') }
const portfolioDay = { ...portfolio, date: need('日期', '业务日期', '估值日期') }
const fund = { fund_code: need('基金代码') }

export const NEUTRAL_COLUMNS = {
  portfolios: {
    ...portfolio,
    portfolio_name: need('组合名称', '计划名称'),
    // Known, so that files that have it are read as before; it names a client and is not kept.
    client_label: { ...may('客户简称', '客户标签'), isIgnored: true },
    strategy: need('策略', '策略类型'),
    launch_date: need('成立日', '成立日期'),
    initial_assets: need('初始资金', '初始规模'),
    initial_shares: need('初始份额'),
    benchmark: may('业绩比较基准', '业绩基准'),
    manager: may('投资经理', '管理人'),
    valuation_lag: may('估值延迟', '估值滞后天数'),
    nav_decimals: may('净值小数位数', '净值位数'),
    o32_fund_no: may('O32基金编号', 'O3.2基金编号'),
    fa_ledger_no: may('FA账套编号', '估值账套编号', '账套编号'),
    fa_name: may('FA产品名称', '估值表产品名称'),
    state: may('运作状态', '状态'),
    liquidation_from: may('清算开始日', '清算起始日'),
    closed_on: may('终止日', '终止日期'),
  },
  funds: {
    ...fund,
    fund_name: need('基金名称'),
    short_name: may('基金简称'),
    asset_class: need('资产类别'),
    class_from: may('类别生效日', '资产类别生效日'),
    kind: may('基金类型'),
    price_lag: may('净值延迟', '净值滞后天数'),
  },
  accounts: {
    portfolio_code: may('组合代码', '计划代码'),
    account_code: need('科目代码', '一级科目'),
    asset_class: need('资产类别'),
  },
  clients: {
    client_no: need('客户编号', '客户号'),
    client_name: need('客户名称', '客户姓名', '姓名'),
    id_type: may('证件类型'),
    id_number: need('证件号码'),
    phone: need('手机号码', '手机号', '手机'),
    portfolio_codes: need('组合代码', '组合代码列表', '计划代码'),
  },
  flows: {
    ...portfolioDay,
    kind: need('申赎类型', '类型', '业务类型'),
    amount: need('金额', '发生金额'),
    shares: may('份额', '确认份额'),
    unit_nav: may('单位净值', '确认净值'),
    fee: may('费用', '手续费'),
  },
  fees: {
    ...portfolioDay,
    management: may('管理费'),
    custodian: may('托管费'),
    audit: may('审计费', '审计及其他费'),
    performance: may('业绩报酬'),
    other: may('其他费用'),
  },
  valuations: {
    ...portfolioDay,
    total_assets: may('资产合计', '总资产'),
    total_liabilities: may('负债合计', '总负债'),
    net_assets: need('资产净值', '净资产'),
    shares: need('份额', '总份额', '组合份额'),
    unit_nav: need('单位净值'),
    accumulated_nav: may('累计单位净值', '累计净值'),
  },
  holdings: {
    ...portfolioDay,
    ...fund,
    shares: need('份额', '持仓份额'),
    unit_nav: may('单位净值', '基金净值'),
    price_date: may('净值日期', '价格日期'),
    market_value: need('市值', '持仓市值'),
    cost: may('持仓成本', '成本'),
    profit: may('持仓收益', '累计收益'),
  },
  transactions: {
    ...portfolioDay,
    ...fund,
    operation: need('交易类型', '操作', '业务类型'),
    amount: may('金额', '交易金额', '确认金额'),
    shares: may('份额', '交易份额', '确认份额'),
    price: may('价格', '成交价格', '单位净值', '成交净值'),
    fee: may('费用', '手续费', '交易费用'),
    source_no: may('来源编号', '流水号', '确认编号'),
  },
  'fund-navs': {
    ...fund,
    date: need('日期', '净值日期'),
    unit_nav: need('单位净值', '基金净值'),
    accumulated_nav: may('累计单位净值', '累计净值'),
    dividend: may('每份分红', '单位分红', '分红'),
  },
  benchmarks: {
    ...portfolioDay,
    value: need('基准值', '基准点位', '点位'),
  },
  calendar: {
    date: need('日期'),
    is_trading_day: need('是否交易日', '交易日'),
  },
  contacts: {
    ...portfolio,
    name: need('联系人', '客户经理', '姓名'),
    company: may('公司', '公司名称'),
    mobile: may('手机', '手机号码', '手机号'),
    telephone: may('电话', '固定电话'),
    email: may('电子邮箱', '邮箱'),
    address: may('地址', '联系地址'),
  },
  documents: {
    kind: need('内容类型', '发布类型'),
    portfolio_code: may('组合代码', '计划代码'),
    title: need('标题'),
    category: may('栏目', '分类'),
    published_at: need('发布时间', '发布日期'),
    file: may('文件', '文件名', '附件'),
  },
  news: {
    category: need('类别', '栏目', '分类'),
    title: need('标题'),
    source: need('来源'),
    published_at: need('发布时间', '发布日期'),
    url: may('链接', '网址', '原文链接'),
    body: may('正文', '摘要', '内容'),
  },
} satisfies Record<NeutralKind, Record<string, Column>>

export type FieldOf<Kind extends NeutralKind> = keyof (typeof NEUTRAL_COLUMNS)[Kind] & string

export const NEUTRAL_KINDS = Object.keys(NEUTRAL_COLUMNS) as NeutralKind[]
