/** How an object can be asked for. */

/** What else an address names, besides the object: a day or a fund of the hand-worked account. */
export const withRest = (path: string): string => path.replaceAll(':date', '2021-11-01').replaceAll(/:\w+/g, '110011')

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const

const nothing = () => ({})

interface Way {
  name: string
  query(value: string): string
  headers(value: string): Record<string, string>
}

const plain = { query: () => '', headers: nothing }
const named = (value: string) => ['code', 'id', 'portfolio', 'clientId'].map((key) => `${key}=${value}`).join('&')

/** `*` is any ETag, so a 304 would tell that there is something. */
export const WAYS: Way[] = [
  { name: 'plain', ...plain },
  { ...plain, name: 'any etag', headers: () => ({ 'if-none-match': '*', 'accept-encoding': 'br' }) },
  { ...plain, name: 'range', headers: () => ({ range: 'bytes=0-9', 'accept-encoding': 'gzip' }) },
  { ...plain, name: 'for a page', headers: () => ({ accept: 'text/html', 'sec-fetch-mode': 'navigate' }) },
  {
    ...plain,
    name: 'other address',
    headers: (value) => ({
      'x-original-url': `/api/v1/portfolios/${value}`,
      'x-rewrite-url': `/api/v1/portfolios/${value}`,
      'x-http-method-override': 'GET',
    }),
  },
  { ...plain, name: 'good query', query: () => '?date=2021-11-01&from=2021-10-15&to=2021-11-02' },
  { ...plain, name: 'bad query', query: () => '?date=never&from=x&limit=0&cursor=x&period=x&knownAt=x' },
  { ...plain, name: 'named again', query: (value) => `?${named(value)}` },
]

interface Spelling {
  name: string
  of(value: string, own: string): string
}

const hex = (sign: string) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`
const wide = (value: string) =>
  value.replaceAll(/[!-~]/g, (sign) => encodeURIComponent(String.fromCharCode(sign.charCodeAt(0) + 0xfee0)))

export const SPELLINGS: Spelling[] = [
  { name: 'plain', of: (value) => value },
  { name: 'plain', of: (value) => value },
  { name: 'encoded', of: (value) => [...value].map(hex).join('') },
  { name: 'encoded twice', of: (value) => [...value].map((sign) => hex(sign).replace('%', '%25')).join('') },
  { name: 'small', of: (value) => value.toLowerCase() },
  { name: 'blank behind', of: (value) => `${value}%20` },
  { name: 'blank before', of: (value) => `%20${value}` },
  { name: 'nul', of: (value) => `${value}%00` },
  { name: 'line end', of: (value) => `${value}%0d%0a` },
  { name: 'dot', of: (value) => `${value}.` },
  { name: 'json', of: (value) => `${value}.json` },
  { name: 'matrix', of: (value, own) => `${own};code=${value}` },
  { name: 'list', of: (value, own) => `${own},${value}` },
  { name: 'up and down', of: (value, own) => `${own}%2f..%2f${value}` },
  { name: 'really up and down', of: (value, own) => `${own}/../${value}` },
  { name: 'slash behind', of: (value) => `${value}/` },
  { name: 'slash before', of: (value) => `/${value}` },
  { name: 'any sign', of: (value) => `${value.slice(0, -1)}_` },
  { name: 'any signs', of: (value) => `${value.slice(0, -1)}%25` },
  { name: 'quote', of: (value) => `${value}'%20or%20'1'='1` },
  { name: 'comment', of: (value) => `${value}'--%20` },
  { name: 'wide', of: wide },
  { name: 'invisible', of: (value) => `${value}%E2%80%8B` },
  { name: 'no text', of: (value) => `${value}%C0%AE` },
  { name: 'array', of: (value) => `${value}%5B%5D` },
]
