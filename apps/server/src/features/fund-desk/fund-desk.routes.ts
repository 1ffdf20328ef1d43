import {
  addFund,
  listFundHolders,
  listFunds,
  previewFundClass,
  readFundHistory,
  readFundPage,
  setFund,
  setFundClass,
  takeFundSuggestions,
} from '@sma/contract/staff-funds'
import { compareFundNavs, importFundNavs, listFundNavs, setFundNav } from '@sma/contract/staff-fund-navs'
import { countPriceGaps, listHeldPrices, listPriceGaps } from '@sma/contract/staff-fund-prices'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { sentFiles } from '../../http/sent-files'
import { staffActor } from '../audit/audit.service'
import { fundNavs, setNavBy } from './fund-navs.service'
import { compareNavFile, importNavFile } from './nav-file.service'
import { heldPrices } from './held-prices.service'
import { deskPage, fundHolders } from './fund-page.service'
import { fundPriceGaps, priceGapCount } from './price-gaps.service'
import { classPreview, setClassBy } from './fund-class.service'
import { addFundBy, fundHistory, fundPage, setFundBy, takeSuggestionsBy } from './fund-desk.service'

export function fundDeskRoutes(router: Router, deps: Deps): void {
  router.route(listFunds, ({ query }) => fundPage(deps, query))
  router.route(addFund, ({ body, staff }) => addFundBy(deps, staffActor(staff), body))
  router.route(takeFundSuggestions, async ({ body, staff }) => ({
    taken: await takeSuggestionsBy(deps, staffActor(staff), body.funds),
  }))
  router.route(readFundPage, ({ params }) => deskPage(deps, params.fund))
  router.route(listFundHolders, ({ params, query }) => fundHolders(deps, params.fund, query))
  router.route(listFundNavs, ({ params, query }) => fundNavs(deps, params.fund, query))
  router.route(countPriceGaps, () => priceGapCount(deps))
  router.route(listPriceGaps, ({ params, query }) => fundPriceGaps(deps, params.fund, query))
  router.route(listHeldPrices, ({ params, query }) => heldPrices(deps, params.fund, query))
  router.route(setFundNav, ({ params, body, staff }) =>
    setNavBy(deps, staffActor(staff), { code: params.fund, date: params.date, ...body }),
  )
  router.route(compareFundNavs, ({ request }) => compareNavFile(deps, sentFiles(request)))
  router.route(importFundNavs, ({ request, query, staff }) =>
    importNavFile(deps, staffActor(staff), { sent: sentFiles(request), seen: query.seen }),
  )
  router.route(readFundHistory, ({ params }) => fundHistory(deps, params.fund))
  router.route(setFund, ({ params, body, staff }) => setFundBy(deps, staffActor(staff), { code: params.fund, ...body }))
  router.route(previewFundClass, ({ params, query }) =>
    classPreview(deps, params.fund, { assetClass: query.assetClass ?? null, from: query.from ?? null }),
  )
  router.route(setFundClass, ({ params, body, staff }) =>
    setClassBy(deps, staffActor(staff), { code: params.fund, ...body }),
  )
}
