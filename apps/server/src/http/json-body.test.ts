import Fastify from 'fastify'
import { connect, type AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { addJsonBody } from './json-body'

async function answerTo(withinMs: number, config: { isUpload: boolean }, send: string): Promise<string> {
  const app = Fastify()
  addJsonBody(app, withinMs)
  app.post('/', { config }, async () => 'served')
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  try {
    return await new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(send))
      socket.once('data', (data) => resolve(data.toString()))
      socket.once('error', reject)
    })
  } finally {
    app.server.closeAllConnections()
    await app.close()
  }
}

const head = (length: number) =>
  `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`

it('cuts a body off that does not come in time', async () => {
  expect(await answerTo(30, { isUpload: false }, `${head(20)}{"a"`)).toMatch(
    /^HTTP\/1.1 408 .*"code":"request-timeout"/s,
  )
})

it('serves one that does', async () => {
  expect(await answerTo(5_000, { isUpload: false }, `${head(2)}{}`)).toMatch(/served$/)
})
