/** Cookies of this server: HttpOnly, of this site alone, and behind https bound to this very host. */
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config'
import { isHttps } from './guards'

export interface Exchange {
  request: FastifyRequest
  reply: FastifyReply
}

export interface CookieJar<Name extends string> {
  read(name: Name, request: FastifyRequest): string | undefined
  set(name: Name, exchange: Exchange, value: string, maxAgeSeconds?: number): void
  clear(name: Name, exchange: Exchange): void
}

/** `strict`: not even a link from another site brings the cookie along. */
export function cookieJar<Name extends string>(config: Config, sameSite: 'lax' | 'strict'): CookieJar<Name> {
  const nameOf = (name: Name, request: FastifyRequest) => (isHttps(request, config) ? `__Host-${name}` : name)
  const options = (request: FastifyRequest): CookieSerializeOptions => ({
    path: '/',
    httpOnly: true,
    sameSite,
    secure: isHttps(request, config),
  })
  return {
    read: (name, request) => request.cookies[nameOf(name, request)],
    set(name, { request, reply }, value, maxAge) {
      reply.setCookie(nameOf(name, request), value, { ...options(request), ...(maxAge && { maxAge }) })
    },
    clear(name, { request, reply }) {
      reply.clearCookie(nameOf(name, request), options(request))
    },
  }
}
