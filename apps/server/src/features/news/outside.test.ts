/** Feed addresses never reach private networks, however they are written. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { isPublicAddress, openOutside, type OutsideOptions } from './outside'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(answer: Parameters<typeof createServer>[1]): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, reply) => {
    asked.push(`${request.headers.host} ${request.url}`)
    ;(answer as (...args: unknown[]) => void)(request, reply)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, asked }
}

const here = [{ address: '127.0.0.1', family: 4 }]
/** As in the wild, but for one name of this machine. */
const open = (options: Partial<OutsideOptions> = {}) =>
  openOutside({ resolve: async () => here, mayReach: (address) => address === '127.0.0.1', ...options })

const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { fault?: string }) => error.fault,
  )

describe('an address', () => {
  it.each([
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['198.18.0.1', false],
    ['192.0.2.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['::7f00:1', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:10.0.0.1', false],
    ['::ffff:8.8.8.8', true],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['2001::1', false],
    ['2001:db8::1', false],
    ['fc00::1', false],
    ['fd12:3456::1', false],
    ['fe80::1', false],
    ['fec0::1', false],
    ['ff02::1', false],
    ['not-an-address', false],
    ['', false],
  ])('%s is public: %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic)
  })
})

describe('reading outside', () => {
  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://017700000001/',
    'http://127.1/',
    'http://①②⑦.0.0.1/',
    'http://127.0.0.1./',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[fd00::1]/',
    'http://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'http://user:secret@example.com/',
    'gopher://example.com/',
    'no address',
  ])('refuses %s', async (url) => {
    const outside = openOutside({
      resolve: () => Promise.reject(new Error('no name may be asked for')),
    })
    expect(await faultOf(outside(url))).toBe('address-refused')
  })

  it('refuses a name of which one address is private, and a name without any', async () => {
    const both = [
      { address: '8.8.8.8', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ]
    expect(await faultOf(openOutside({ resolve: async () => both })('https://example.com/'))).toBe('address-refused')
    expect(await faultOf(openOutside({ resolve: async () => [] })('https://example.com/'))).toBe('host-unknown')
    const failing = () => Promise.reject(new Error('ENOTFOUND'))
    expect(await faultOf(openOutside({ resolve: failing })('https://example.com/'))).toBe('host-unknown')
  })

  it('connects to the address that was judged, whatever the name means a moment later', async () => {
    const { port, asked } = await serve((_request, reply) => reply.end('ok'))
    let times = 0
    const outside = open({
      resolve: async () => {
        times += 1
        return times === 1 ? here : [{ address: '10.0.0.1', family: 4 }]
      },
    })
    const { bytes } = await outside(`http://feeds.example:${port}/a`)
    expect([bytes?.toString(), times, asked]).toEqual(['ok', 1, [`feeds.example:${port} /a`]])
  })

  it('judges every hop of a redirect anew', async () => {
    const { port, asked } = await serve((request, reply) => {
      const target: Record<string, string> = {
        '/inside': `http://inside.example:${port}/b`,
        '/literal': 'http://0xa000001/',
        '/file': 'file:///etc/passwd',
        '/loop': '/loop',
        '/good': '/end',
      }
      const location = target[request.url ?? '']
      if (location) reply.writeHead(302, { location }).end()
      else reply.end('end')
    })
    const outside = open({
      resolve: async (name) => (name === 'inside.example' ? [{ address: '10.0.0.1', family: 4 }] : here),
    })
    const from = (path: string) => `http://feeds.example:${port}${path}`
    for (const path of ['/inside', '/literal', '/file'])
      expect(await faultOf(outside(from(path)))).toBe('address-refused')
    expect(await faultOf(outside(from('/loop')))).toBe('too-many-redirects')
    expect((await outside(from('/good'))).bytes?.toString()).toBe('end')
    expect(asked.filter((line) => line.endsWith('/b'))).toEqual([])
  })

  it('says what went wrong: too large, too slow, packed, refused, not there', async () => {
    const { port } = await serve((request, reply) => {
      if (request.url === '/large') reply.end(Buffer.alloc(2000))
      else if (request.url === '/slow') reply.write('…')
      else if (request.url === '/packed') reply.writeHead(200, { 'content-encoding': 'gzip' }).end('x')
      else if (request.url === '/same') reply.writeHead(304, { etag: '"1"' }).end()
      else reply.writeHead(503).end()
    })
    const outside = open({ maxBytes: 1000, timeoutMs: 300 })
    const from = (path: string) => `http://feeds.example:${port}${path}`
    expect(await faultOf(outside(from('/large')))).toBe('too-large')
    expect(await faultOf(outside(from('/slow')))).toBe('timeout')
    expect(await faultOf(outside(from('/packed')))).toBe('encoding-unknown')
    expect(await faultOf(outside(from('/gone')))).toBe('http-503')
    expect(await outside(from('/same'))).toMatchObject({ bytes: null, etag: '"1"' })
    expect(await faultOf(outside('http://feeds.example:1/'))).toBe('connection-failed')
  })
})
