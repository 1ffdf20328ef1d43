/** Sealed files in an S3-compatible store: a bucket holds what nobody can read without the house's keys. */
import { AwsClient } from 'aws4fetch'
import { createHash } from 'node:crypto'
import type { S3Settings } from './config'
import { placeOfBlob, type BlobStore } from './files'

const TIMEOUT_MS = 30_000
const RETRIES = 2

/** Names are by content and sealed bytes never change, so that a second write of one is the same file again. */
export function openS3Store(settings: S3Settings): BlobStore {
  const { endpoint, bucket, prefix, region, keyId, keySecret } = settings
  const keys = { accessKeyId: keyId, secretAccessKey: keySecret }
  const client = new AwsClient({ ...keys, service: 's3', region, retries: RETRIES, initRetryMs: 100 })
  const urlOf = (sha256: string) => `${endpoint}/${bucket}/${prefix}${placeOfBlob(sha256)}`

  async function ask(sha256: string, method: 'HEAD' | 'GET' | 'PUT' | 'DELETE', body?: Buffer): Promise<Response> {
    const signed = createHash('sha256')
      .update(body ?? '')
      .digest('hex')
    const response = await client.fetch(urlOf(sha256), {
      method,
      headers: { 'x-amz-content-sha256': signed },
      ...(body && { body: new Uint8Array(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (response.ok || (method === 'HEAD' && response.status === 404)) return response
    throw new Error(`the file store answered ${method} with ${response.status}`)
  }

  return {
    has: async (sha256) => (await ask(sha256, 'HEAD')).ok,
    async write(sha256, parts) {
      const all: Buffer[] = []
      for await (const part of parts) all.push(part)
      await ask(sha256, 'PUT', Buffer.concat(all))
    },
    async remove(sha256) {
      await ask(sha256, 'DELETE')
    },
    read: async (sha256) => Buffer.from(await (await ask(sha256, 'GET')).arrayBuffer()),
  }
}
