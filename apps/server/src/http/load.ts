/** More than the server can bear is refused at once, before any work: those who are let in are served in time. */
import type { FastifyInstance } from 'fastify'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { AppError } from './errors'

export interface LoadSettings {
  /** Milliseconds that the event loop may lag behind, as a mean of each of three seconds. */
  maxDelayMs: number
  /** Requests under way at one time. */
  maxInFlight: number
}

/** How far the event loop lags behind now, in milliseconds. */
export interface DelayMeasure {
  delayMs(): number
  stop(): void
}

const SAMPLE_MS = 1_000
const RESOLUTION_MS = 20
const RETRY_SECONDS = 2
const EXEMPT = new Set(['/healthz', '/readyz', '/metrics'])

export const NO_DELAY: DelayMeasure = { delayMs: () => 0, stop: () => undefined }

/** The least of the last three seconds' means: what lasts is load, one pause is none. */
export function measureDelay(): DelayMeasure {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  let means = [0, 0, 0]
  const timer = setInterval(() => {
    const mean = Number.isNaN(histogram.mean) ? 0 : Math.max(0, histogram.mean / 1e6 - RESOLUTION_MS)
    means = [...means.slice(1), mean]
    histogram.reset()
  }, SAMPLE_MS).unref()
  return {
    delayMs: () => Math.min(...means),
    stop() {
      clearInterval(timer)
      histogram.disable()
    },
  }
}

/** Registered before anything that costs; health and metrics are always answered. */
export function addLoadShedding(app: FastifyInstance, settings: LoadSettings, measure: DelayMeasure): void {
  const underWay = new WeakSet<object>()
  let inFlight = 0
  const release = (raw: object) => {
    if (underWay.delete(raw)) inFlight -= 1
  }
  app.addHook('onRequest', (request, reply, done) => {
    if (EXEMPT.has(request.routeOptions.url ?? '')) return done()
    if (inFlight >= settings.maxInFlight || measure.delayMs() > settings.maxDelayMs)
      return done(new AppError('service-unavailable', { retryAfterSeconds: RETRY_SECONDS }))
    inFlight += 1
    underWay.add(request.raw)
    // Also where the line breaks before the reply has gone out.
    reply.raw.once('close', () => release(request.raw))
    done()
  })
  // An open page costs next to nothing: as many readers as there may be requests must not keep everybody out.
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (request.routeOptions.config.isStream) release(request.raw)
    done(null, payload)
  })
  app.addHook('onClose', async () => measure.stop())
}
