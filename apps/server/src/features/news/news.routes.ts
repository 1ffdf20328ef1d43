import { listNews } from '@sma/contract/news'
import { addFeed, listFeeds, removeFeed, setFeed } from '@sma/contract/staff-feeds'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { staffActor } from '../audit/audit.service'
import type { FeedWorker } from './feed-worker'
import { addFeedBy, listFeeds as allFeeds, removeFeedBy, setFeedBy } from './feeds.service'
import { newsPage } from './news.service'

export function newsRoutes(router: Router, deps: Deps, worker: Pick<FeedWorker, 'poke'>): void {
  router.route(listNews, ({ query }) => newsPage(deps, query))

  router.route(listFeeds, async () => ({ feeds: await allFeeds(deps) }))
  router.route(addFeed, async ({ staff, body }) => {
    const feed = await addFeedBy(deps, staffActor(staff), body)
    worker.poke()
    return feed
  })
  router.route(setFeed, async ({ staff, params, body }) => {
    const feed = await setFeedBy(deps, staffActor(staff), { id: params.id, ...body })
    worker.poke()
    return feed
  })
  router.route(removeFeed, async ({ staff, params }) => {
    await removeFeedBy(deps, staffActor(staff), params.id)
    return null
  })
}
