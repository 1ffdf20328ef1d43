/** Prometheus text about the process and the routes; told to this machine only. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isIP } from 'node:net'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Deps } from '../deps'
import { isSyslogHeard } from '../features/audit/head-syslog'
import { AppError } from './errors'

const SECONDS = [0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5]

export function addMetrics(app: FastifyInstance, { redis, config }: Pick<Deps, 'redis' | 'config'>): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'sma_http_request_seconds',
    help: 'Time from a request to the end of its reply, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  })
  if (redis)
    addFlag(
      registry,
      'sma_redis_ready',
      '1 while Redis answers, 0 while the database counts alone',
      () => redis.state() === 'ready',
    )
  if (config.auditSyslog)
    addFlag(registry, 'sma_audit_syslog_heard', '0 since syslog refused the end of the audit log', isSyslogHeard)
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

function addFlag(registry: Registry, name: string, help: string, isSet: () => boolean): void {
  registry.registerMetric(
    new Gauge({
      name,
      help,
      registers: [],
      collect() {
        this.set(isSet() ? 1 : 0)
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
