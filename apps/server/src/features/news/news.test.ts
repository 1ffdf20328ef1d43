import { describe, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { addClient, ANNA, signIn, type Cookies } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'
import { importFiles } from '../imports/import-files.service'
import { takeLease } from '../imports/jobs.queries'
import { insertFeed } from './feeds.queries'
import { newsRow } from './news-row'
import { addNews } from './news.queries'
import { newsPage } from './news.service'
import { OutsideError, type Outside } from './outside'
import { pollFeeds } from './poll-feeds.service'

const HEAD = 'category,title,source,published_at,url,body\n'

const bring = (deps: TestDeps, text: string) =>
  importFiles(deps, [{ path: 'news.csv', bytes: async () => Buffer.from(HEAD + text) }], {
    publish: false,
    by: 'test',
    reason: null,
  })

const rssOf = (...titles: string[]) =>
  `<rss version="2.0"><channel><title>t</title><link>http://a.example/</link><description>d</description>${titles
    .map(
      (title) =>
        `<item><title>${title}</title><link>https://a.example/${title}</link><description>x</description></item>`,
    )
    .join('')}</channel></rss>`

const replying =
  (text: string, etag: string | null = null): Outside =>
  async () => ({
    bytes: Buffer.from(text),
    contentType: 'text/xml',
    etag,
    lastModified: null,
  })

async function addFeed(deps: TestDeps, id: string, url = `https://${id.toLowerCase()}.example/feed`) {
  const unread = { etag: null, last_modified: null, polled_at: null, failing_since: null, last_error: null }
  const row = { id: id.padEnd(26, '0'), url, source: id, category: 'macro' as const, is_active: 1, ...unread }
  await insertFeed(deps.db, row)
  return row.id
}

const titles = async (deps: TestDeps) => (await newsPage(deps, { limit: 100 })).items.map(({ title }) => title)

forEachEngine('news', (open) => {
  it('come from a file, and the same one again replaces them', async () => {
    const deps = await open()
    const first = await bring(
      deps,
      '宏观,甲,示例日报,2026-01-02 09:30,https://example.com/1,<p>正文</p>\n基金,乙,示例日报,2026-01-03,,\n',
    )
    expect(first.files.map(({ kind, status }) => [kind, status])).toEqual([['news', 'applied']])
    await bring(deps, '证券,甲更正,示例日报,2026-01-02 09:30,https://example.com/1,\n基金,乙,示例日报,2026-01-03,,\n')
    expect((await newsPage(deps, {})).items).toMatchObject([
      { title: '乙', category: 'funds', url: null, publishedAt: '2026-01-02T16:00:00.000Z' },
      { title: '甲更正', category: 'securities', source: '示例日报', extract: '', url: 'https://example.com/1' },
    ])
  })

  it('are for clients, by category, newest first; what is dated ahead waits for its time', async () => {
    const deps = await open()
    await addClient(deps, ANNA, ['SA0001'])
    await bring(
      deps,
      'macro,一,示例,2026-01-02 09:00,,\nfunds,二,示例,2026-01-02 10:00,,\nmacro,三,示例,2026-01-02 11:00,,\nmacro,明天,示例,2026-01-06 09:00,,\n',
    )
    const app = buildApp(deps)
    const cookies = await signIn(app, deps, ANNA)
    const ask = async (query: string) => {
      const reply = await app.inject({ method: 'GET', url: `/api/v1/news${query}`, cookies })
      return reply.json<{ items?: { title: string }[]; next?: string; code?: string }>()
    }
    const page = await ask('?category=macro&limit=1')
    expect(page.items?.map(({ title }) => title)).toEqual(['三'])
    const rest = await ask(`?category=macro&limit=1&cursor=${page.next}`)
    expect([rest.items?.map(({ title }) => title), rest.next]).toEqual([['一'], null])
    expect((await ask('')).items?.map(({ title }) => title)).toEqual(['三', '二', '一'])
    expect((await ask('?cursor=x')).code).toBe('cursor-invalid')
    expect((await ask('?category=sport')).code).toBe('request-invalid')
    deps.clock.set('2026-01-06T01:00:01.000Z')
    expect((await titles(deps))[0]).toBe('明天')
  })

  it('of 5,000, many at the same instant, each comes once, and a page reads no more than it shows', async () => {
    const deps = await open()
    const rows = Array.from({ length: 5000 }, (_, index) =>
      newsRow({
        category: index % 2 === 0 ? 'macro' : 'funds',
        title: `第${index}条`,
        body: '',
        source: '示例',
        // ten at each minute
        published_at: new Date(Date.UTC(2026, 0, 1) + Math.floor(index / 10) * 60_000).toISOString(),
        url: `https://example.com/${index}`,
        feed_id: null,
        source_file_id: null,
      }),
    )
    for (let from = 0; from < rows.length; from += 500) await addNews(deps.db, rows.slice(from, from + 500), deps.newId)
    for (const [category, count] of [
      [undefined, 5000],
      ['macro', 2500],
    ] as const) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await newsPage(deps, { category, limit: 100, cursor })
        seen.push(...page.items.map(({ publishedAt, id }) => `${publishedAt} ${id}`))
        cursor = page.next ?? undefined
      } while (cursor)
      expect([seen.length, new Set(seen).size]).toEqual([count, count])
      expect(seen).toEqual(seen.toSorted().reverse())
    }
  })

  describe('from feeds', () => {
    it('come once, and one feed that fails keeps no other from being read', async () => {
      const deps = await open()
      const [good, bad] = [await addFeed(deps, 'GOOD'), await addFeed(deps, 'BAD')]
      const outside: Outside = (url) =>
        url.includes('bad') ? Promise.reject(new OutsideError('http-503')) : replying(rssOf('甲', '乙', '甲'))(url)
      expect(await pollFeeds(deps, outside)).toBe(2)
      expect(await pollFeeds(deps, outside)).toBe(0)
      expect((await titles(deps)).toSorted()).toEqual(['乙', '甲'])
      const feeds = await deps.db.selectFrom('news_feed').selectAll().execute()
      const of = (id: string) => feeds.find((feed) => feed.id === id)
      const now = '2026-01-05T01:00:00.000Z'
      expect(of(good)).toMatchObject({ polled_at: now, failing_since: null, last_error: null })
      expect(of(bad)).toMatchObject({ polled_at: now, failing_since: now, last_error: 'http-503' })
      deps.clock.advance(900)
      await pollFeeds(deps, replying('<html></html>'))
      expect((await deps.db.selectFrom('news_feed').selectAll().where('id', '=', bad).execute())[0]).toMatchObject({
        failing_since: now,
        last_error: 'no-feed',
      })
      await pollFeeds(deps, replying(rssOf('丙')))
      expect(await deps.db.selectFrom('news_feed').select('failing_since').distinct().execute()).toEqual([
        { failing_since: null },
      ])
    })

    it('are asked for only where they have changed, and by one server at a time', async () => {
      const deps = await open()
      await addFeed(deps, 'GOOD')
      const asked: (string | undefined)[] = []
      const outside: Outside = async (url, headers) => {
        asked.push(headers?.['if-none-match'])
        return replying(rssOf('甲'), '"v1"')(url)
      }
      await pollFeeds(deps, outside)
      await pollFeeds(deps, async (url, headers) => ({ ...(await outside(url, headers)), bytes: null }))
      expect(asked).toEqual([undefined, '"v1"'])
      const now = deps.clock.now()
      const until = new Date(now.getTime() + 60_000).toISOString()
      await takeLease(deps.db, { name: 'feeds', holder: 'another', now: now.toISOString(), until })
      expect(await pollFeeds(deps, outside)).toBe(0)
      expect(asked).toHaveLength(2)
    })

    it('that are switched off are not read', async () => {
      const deps = await open()
      const id = await addFeed(deps, 'GOOD')
      await deps.db.updateTable('news_feed').set({ is_active: 0 }).where('id', '=', id).execute()
      expect(await pollFeeds(deps, replying(rssOf('甲')))).toBe(0)
    })
  })

  it('feeds are kept by editors, looked at by auditors, and every change is in the audit log', async () => {
    const deps = await open()
    const app = buildApp(deps)
    const editor = await staffCookies(app, deps, 'editor')
    const auditor = await staffCookies(app, deps, 'auditor')
    const feed = { url: 'https://feeds.example.com/macro.xml', source: '示例财经', category: 'macro', isActive: true }
    const added = await asStaff(app, editor, ['POST', '/feeds', feed])
    expect([added.status, added.body]).toMatchObject([201, { ...feed, items: 0, polledAt: null, lastError: null }])
    const id = String(added.body?.['id'])
    expect((await asStaff(app, editor, ['POST', '/feeds', feed])).body).toMatchObject({ code: 'feed-known' })
    for (const url of ['ftp://example.com/', 'javascript:alert(1)', 'example'])
      expect((await asStaff(app, editor, ['POST', '/feeds', { ...feed, url }])).body).toMatchObject({
        code: 'request-invalid',
      })
    await pollFeeds(deps, () => Promise.reject(new OutsideError('address-refused')))
    expect((await asStaff(app, auditor, ['GET', '/feeds'])).body).toMatchObject({
      feeds: [{ id, lastError: 'address-refused', failingSince: '2026-01-05T01:00:00.000Z' }],
    })
    const notes = async (cookies: Cookies) => (await asStaff(app, cookies, ['GET', '/board/notes'])).body?.['notes']
    expect(await notes(editor)).toMatchObject([
      { kind: 'feed', name: '示例财经', since: '2026-01-05T01:00:00.000Z', error: 'address-refused' },
    ])
    expect(await notes(await staffCookies(app, deps, 'reviewer'))).toEqual([])
    // Another address has not failed yet.
    const changed = await asStaff(app, editor, ['PUT', `/feeds/${id}`, { ...feed, url: 'https://feeds.example.com/2' }])
    expect(changed.body).toMatchObject({ url: 'https://feeds.example.com/2', failingSince: null, lastError: null })
    expect((await asStaff(app, auditor, ['DELETE', `/feeds/${id}`])).status).toBe(403)
    expect((await asStaff(app, editor, ['DELETE', `/feeds/${id}`])).status).toBe(204)
    expect((await asStaff(app, editor, ['DELETE', `/feeds/${id}`])).status).toBe(404)
    const events = await deps.db.selectFrom('audit_event').select(['action', 'actor_id']).orderBy('seq').execute()
    expect(events.filter(({ action }) => action.endsWith('-feed'))).toEqual(
      ['add-feed', 'set-feed', 'remove-feed'].map((action) => ({ action, actor_id: 'editor' })),
    )
  })
})
