/** What the pages say until the house writes its own. Terms and privacy have no such text: they are the house's to give. */
import type { PageName } from './pages.table'

export interface PageText {
  title: string
  html: string
}

interface DefaultPage {
  zh: PageText
  en: PageText
}

export const DEFAULT_PAGES: Partial<Record<PageName, DefaultPage>> = {
  about: {
    zh: {
      title: '关于我们',
      html: `<p>本平台供单一资产管理计划的委托人查看账户：资产净值、持仓、收益、交易记录和费用，以及我们发给您的公告与文章。</p>
<h2>数据从哪里来</h2>
<p>净值与份额来自估值核算，持仓与交易来自投资交易系统。每一天的数据经过核对并由专人复核后披露；交易所休市日没有净值。</p>
<h2>有疑问时</h2>
<p>请联系您的客户经理。对数据有疑问时，请告诉我们账户、日期和您看到的数字。</p>`,
    },
    en: {
      title: 'About us',
      html: `<p>This platform shows clients of separately managed accounts what they hold, earned, traded and paid, and what we write to them.</p>
<h2>Where the figures come from</h2>
<p>Net assets and shares come from fund accounting, holdings and transactions from the trading system. Each day is checked and released by a person; days on which the exchanges are closed have no NAV.</p>
<h2>If you have a question</h2>
<p>Please ask your adviser. For a question on figures, tell us the account, the date and the figure that you see.</p>`,
    },
  },
  disclaimer: {
    zh: {
      title: '免责声明',
      html: `<p>本平台的内容仅供账户委托人本人参考，不构成投资建议，也不是买卖任何证券或基金的要约。</p>
<p>平台显示的数据以估值核算和托管人复核的结果为准；如与正式的定期报告或对账单不一致，以后者为准。数据更正时，我们会重新披露并注明。</p>
<p>来自第三方的资讯由其来源负责，我们不对其准确与完整作出保证。</p>`,
    },
    en: {
      title: 'Disclaimer',
      html: `<p>What this platform shows is for the holder of the account alone. It is no investment advice and no offer to buy or sell any security or fund.</p>
<p>Figures follow fund accounting as confirmed by the custodian; where a periodic report or statement differs, the report or statement counts. A corrected figure is shown anew and marked.</p>
<p>News of third parties is their own responsibility; we do not vouch for its accuracy or completeness.</p>`,
    },
  },
  risk: {
    zh: {
      title: '风险提示',
      html: `<p>过往业绩不代表未来表现，净值会有涨有跌，投资可能损失本金。</p>
<ul><li>市场风险：证券与基金价格随市场变化。</li><li>流动性风险：部分资产可能不能及时、按合理价格变现。</li><li>信用风险：发行人或交易对手可能违约。</li><li>管理风险：投资判断可能与市场走势不一致。</li></ul>
<p>请根据自身的风险承受能力和投资期限作出决定。</p>`,
    },
    en: {
      title: 'Risks',
      html: `<p>Past returns say nothing of future ones. The NAV rises and falls, and capital may be lost.</p>
<ul><li>Market risk: prices of securities and funds change with the market.</li><li>Liquidity risk: some assets cannot be sold in time or at a fair price.</li><li>Credit risk: issuers or counterparties may default.</li><li>Management risk: a judgement may turn out against the market.</li></ul>
<p>Please decide by the risk that you can bear and the time that you have.</p>`,
    },
  },
}
