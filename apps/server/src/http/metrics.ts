/** Prometheus text about the process and the routes; told to this machine only. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isIP } from 'node:net'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { RedisFront } from '../redis/redis'
import { AppError } from './errors'

const SECONDS = [0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5]

export function addMetrics(app: FastifyInstance, redis: RedisFront | null): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'sma_http_request_seconds',
    help: 'Time from a request to the end of its reply, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  })
  if (redis) addRedisGauge(registry, redis)
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    done()
  })
  app.get('/metrics', async (request, reply) => {
    if (!isFromHere(request)) throw new AppError('not-found')
    return reply
      .type(registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics())
  })
}

function addRedisGauge(registry: Registry, redis: RedisFront): void {
  registry.registerMetric(
    new Gauge({
      name: 'sma_redis_ready',
      help: '1 while Redis answers, 0 while the database counts alone',
      registers: [],
      collect() {
        this.set(redis.state() === 'ready' ? 1 : 0)
      },
    }),
  )
}

const OF_A_PROXY = /^(x-forwarded-.+|x-real-ip|forwarded|via)$/

/** A proxy on this machine also comes from loopback, but it names itself or whom it speaks for. */
function isFromHere({ headers, socket }: FastifyRequest): boolean {
  if (Object.keys(headers).some((name) => OF_A_PROXY.test(name))) return false
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
  return isIP(address) === 4 ? address.startsWith('127.') : address === '::1'
}
