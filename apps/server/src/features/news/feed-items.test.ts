import { expect, it } from 'vitest'
import { feedItems, NoFeedError } from './feed-items'

const feed = { id: '01TESTFEED0000000000000000', source: '示例财经', category: 'macro' as const }
const now = new Date('2026-11-24T04:00:00.000Z')
const read = (text: string | Uint8Array, type = '') =>
  feedItems(typeof text === 'string' ? Buffer.from(text) : text, type, { feed, now })
const told = (rows: ReturnType<typeof read>) =>
  rows.map(({ title, url, published_at, extract }) => [title, url, published_at, extract])

const rss = (items: string, head = '') =>
  `<?xml version="1.0"${head}?><rss version="2.0"><channel><title>t</title><link>http://a.example/</link><description>d</description>${items}</channel></rss>`

it('reads RSS: markup goes, what is no page has no link, dates that lack or lie ahead are now', () => {
  const rows = read(
    rss(`
      <item><title>降准 &amp;amp; &lt;b&gt;降息&lt;/b&gt;</title><link>https://a.example/1?utm_source=x#top</link>
        <description><![CDATA[<p>第一段</p><script>alert(1)</script><p>第二段</p>]]></description>
        <pubDate>Tue, 24 Nov 2026 08:00:00 +0800</pubDate></item>
      <item><title>二</title><link>javascript:alert(1)</link><pubDate>2026-11-24 09:30:00</pubDate></item>
      <item><title>三</title><link>https://a.example/3</link><pubDate>Tue, 24 Nov 2099 08:00:00 +0800</pubDate></item>
      <item><title>四</title><link>https://a.example/4</link></item>
      <item><title> </title><link>https://a.example/5</link></item>`),
  )
  expect(told(rows)).toEqual([
    ['降准 & 降息', 'https://a.example/1?utm_source=x#top', '2026-11-24T00:00:00.000Z', '第一段 第二段'],
    ['二', null, '2026-11-24T01:30:00.000Z', ''],
    ['三', 'https://a.example/3', '2026-11-24T04:00:00.000Z', ''],
    ['四', 'https://a.example/4', '2026-11-24T04:00:00.000Z', ''],
  ])
  expect(new Set(rows.map(({ source, category, feed_id }) => `${source} ${category} ${feed_id}`))).toEqual(
    new Set([`示例财经 macro ${feed.id}`]),
  )
})

it('reads Atom, JSON Feed and RDF', () => {
  const at = '2026-11-23T16:00:00.000Z'
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>x</id><updated>2026-11-24T00:00:00+08:00</updated>
    <entry><title>甲</title><id>1</id><published>2026-11-24T00:00:00+08:00</published><updated>2026-11-24T03:00:00Z</updated>
    <link rel="self" href="https://a.example/self"/><link rel="alternate" href="https://a.example/2"/>
    <content type="html">&lt;p&gt;正文&lt;/p&gt;</content></entry></feed>`
  const json = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 't',
    items: [{ id: '1', url: 'https://a.example/2', title: '甲', content_html: '<p>正文</p>', date_published: at }],
  })
  const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>t</title><link>l</link><description>d</description></channel>
    <item rdf:about="y"><title>甲</title><link>https://a.example/2</link><description>正文</description><dc:date>${at}</dc:date></item></rdf:RDF>`
  for (const text of [atom, json, rdf]) expect(told(read(text))).toEqual([['甲', 'https://a.example/2', at, '正文']])
})

it('reads the encoding that the reply or the XML names', () => {
  const item = (title: Buffer) =>
    Buffer.concat([
      Buffer.from(rss('<item><title>', ' encoding="GBK"').split('</channel>')[0] ?? ''),
      title,
      Buffer.from('</title></item></channel></rss>'),
    ])
  // 基金 in GBK
  const gbk = item(Buffer.from([0xbb, 0xf9, 0xbd, 0xf0]))
  expect(read(gbk).map(({ title }) => title)).toEqual(['基金'])
  expect(read(gbk, 'text/xml; charset=gb2312').map(({ title }) => title)).toEqual(['基金'])
})

it('knows the same piece by its address without the marks of campaigns, without one by title, source and time', () => {
  const identities = (items: string) => read(rss(items)).map(({ identity }) => identity)
  const [a, b, c] = identities(
    ['1', '1?utm_source=x&amp;utm_medium=y#z', '1?page=2']
      .map((path) => `<item><title>${path.length}</title><link>https://a.example/${path}</link></item>`)
      .join(''),
  )
  expect([a === b, a === c]).toEqual([true, false])
  const bare = (title: string) =>
    identities(`<item><title>${title}</title><pubDate>2026-11-24 09:30:00</pubDate></item>`)
  expect([bare('甲')[0] === bare('甲')[0], bare('甲')[0] === bare('乙')[0]]).toEqual([true, false])
})

it.each([
  ['a page', '<html><body>x</body></html>'],
  ['nothing', ''],
  ['a broken feed', '<?xml version="1.0"?><rss version="2.0"><channel><item>'],
  [
    'entities of its own',
    `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa">]><rss version="2.0"><channel><title>&a;</title></channel></rss>`,
  ],
])('refuses %s', (_what, text) => {
  expect(() => read(text)).toThrow(NoFeedError)
})
