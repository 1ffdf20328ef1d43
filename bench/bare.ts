/** The limit of the machine: a Fastify route that returns the bytes it is given and knows nothing else. */
import Fastify from 'fastify'
import { readFileSync } from 'node:fs'

const bytes = readFileSync(process.env.BENCH_BYTES ?? '')
const app = Fastify()
app.get('/healthz', async () => 'ok')
app.get('/bytes', (_request, reply) => reply.type('application/json; charset=utf-8').send(bytes))
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
