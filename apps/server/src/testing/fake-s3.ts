/** A small S3 on this machine: it computes the signature (AWS Signature Version 4) of each request by itself and refuses another. */
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeS3 {
  url: string
  /** Bytes by path. */
  objects: Map<string, Buffer>
  requests: { method: string; path: string; status: number }[]
  close(): Promise<void>
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()

/** By the letter of the specification, apart from the library that signs. */
function isSigned(request: IncomingMessage, body: Buffer, keys: { id: string; secret: string }): boolean {
  const { authorization = '' } = request.headers
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    )
  if (!parts) return false
  const [, id = '', day = '', region = '', names = '', signature = ''] = parts
  const header = (name: string) => String(request.headers[name] ?? '').trim()
  if (id !== keys.id || header('x-amz-content-sha256') !== sha256(body)) return false
  const canonical = [
    request.method,
    request.url,
    '',
    ...names.split(';').map((name) => `${name}:${header(name)}`),
    '',
    names,
    header('x-amz-content-sha256'),
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', header('x-amz-date'), scope, sha256(canonical)].join('\n')
  const key = [region, 's3', 'aws4_request'].reduce(
    (last: Buffer, part) => hmac(last, part),
    hmac(`AWS4${keys.secret}`, day),
  )
  return hmac(key, toSign).toString('hex') === signature
}

export async function startFakeS3(keys: { id: string; secret: string }): Promise<FakeS3> {
  const objects = new Map<string, Buffer>()
  const requests: FakeS3['requests'] = []
  const answer = (method: string, path: string, body: Buffer): [number, Buffer?] => {
    if (method === 'PUT') {
      objects.set(path, body)
      return [200]
    }
    if (method === 'DELETE') {
      objects.delete(path)
      return [204]
    }
    const found = objects.get(path)
    return found ? [200, found] : [404]
  }
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts)
    const { method = '', url: path = '' } = request
    const [status, bytes] = isSigned(request, body, keys) ? answer(method, path, body) : [403]
    requests.push({ method, path, status })
    response.writeHead(status).end(method === 'GET' ? bytes : undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    objects,
    requests,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
