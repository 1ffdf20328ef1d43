/** Where news comes from by itself: RSS, Atom and JSON feeds that the server reads on a schedule. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { instant } from './fields'
import { NEWS_CATEGORIES } from './news-categories'
import { staffEndpoints as places } from './staff-endpoints'
import { FEED_KEEPERS } from './staff-roles'

const id = z.object({ id: z.string().min(1).max(26) })

const written = z.object({
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .describe('public: an address of a private network is never reached'),
  source: z.string().trim().min(1).max(60).describe('what clients read as the source'),
  category: z.enum(NEWS_CATEGORIES),
  isActive: z.boolean(),
})

const feed = written.extend({
  id: z.string(),
  items: z.int().describe('news that came from it'),
  polledAt: instant.nullable(),
  failingSince: instant.nullable(),
  lastError: z.string().nullable().describe('code of the last failure; null while it works'),
})

export const listFeeds = defineEndpoint({
  ...places.listFeeds,
  summary: 'Feeds, those that fail first.',
  audience: 'staff',
  roles: [...FEED_KEEPERS, 'auditor'],
  status: 200,
  reply: z.object({ feeds: z.array(feed) }),
})

export const addFeed = defineEndpoint({
  ...places.addFeed,
  summary: 'Add a feed; it is read at once.',
  audience: 'staff',
  roles: FEED_KEEPERS,
  body: written,
  status: 201,
  reply: feed,
  errors: ['feed-known'],
})

export const setFeed = defineEndpoint({
  ...places.setFeed,
  summary: 'Change a feed; it is read at once. What came from it stays as it is.',
  audience: 'staff',
  roles: FEED_KEEPERS,
  params: id,
  body: written,
  status: 200,
  reply: feed,
  errors: ['feed-known'],
})

export const removeFeed = defineEndpoint({
  ...places.removeFeed,
  summary: 'Remove a feed; what came from it stays.',
  audience: 'staff',
  roles: FEED_KEEPERS,
  params: id,
  status: 204,
  reply: z.null(),
})
