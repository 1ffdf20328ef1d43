/** Errors on the wire: application/problem+json (RFC 9457), in the reader's language, saying nothing of what was sent. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Socket } from 'node:net'
import { isOutOfRoom } from '../out-of-room'
import { ERROR_WORDS, FIELD_WORDS, type Language } from './error-words'
import { AppError, ERROR_STATUS, type ErrorCode } from './errors'

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** The first of our two languages that the reader accepts, by quality; Chinese where neither is named. */
export function languageOf(header: string | undefined): Language {
  if (!header) return 'zh-CN'
  const wanted = header
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1]).find((text) => text !== undefined)
      return { tag, quality: Number(quality ?? 1) }
    })
    .filter(({ tag, quality }) => quality > 0 && /^(zh|en)(-|$)/.test(tag))
    .sort((a, b) => b.quality - a.quality)
  return wanted[0]?.tag.startsWith('en') ? 'en' : 'zh-CN'
}

function problemBody(error: AppError, language: Language): Buffer {
  const { title, detail } = ERROR_WORDS[language][error.code]
  const errors = error.details.fields?.map(({ field, code }) => ({ field, code, detail: FIELD_WORDS[language][code] }))
  const status = ERROR_STATUS[error.code]
  return Buffer.from(
    JSON.stringify({
      type: `/api/docs#${error.code}`,
      title,
      status,
      code: error.code,
      detail,
      ...(errors && { errors }),
    }),
  )
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError): FastifyReply {
  const language = languageOf(request.headers['accept-language'])
  const { retryAfterSeconds, allow } = error.details
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
  if (allow !== undefined) reply.header('allow', allow)
  return reply
    .code(ERROR_STATUS[error.code])
    .removeHeader('etag')
    .header('cache-control', 'no-store')
    .header('content-language', language)
    .header('vary', 'Accept-Language')
    .type(PROBLEM_TYPE)
    .send(problemBody(error, language))
}

/** What Fastify itself refuses, in our codes. */
const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-unsupported',
  FST_ERR_CTP_INVALID_JSON_BODY: 'json-invalid',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'json-invalid',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
}

/** Every failure as one of our codes; null where it is our own mistake. */
export function knownError(error: FastifyError | AppError | Error): AppError | null {
  if (error instanceof AppError) return error
  if (isOutOfRoom(error)) return new AppError('storage-full')
  const { code, statusCode } = error as FastifyError
  const known = FASTIFY_CODES[code]
  if (known) return new AppError(known)
  return code?.startsWith('FST_ERR_') && statusCode !== undefined && statusCode < 500
    ? new AppError('request-invalid')
    : null
}

/** Answers what is no HTTP that Node can read, straight on the socket. */
export function answerUnreadable(error: { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const code = UNREADABLE[error.code ?? ''] ?? 'request-invalid'
  const body = problemBody(new AppError(code), 'zh-CN')
  const head = [
    `HTTP/1.1 ${ERROR_STATUS[code]} ${REASON[code] ?? 'Bad Request'}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${body.length}`,
    'x-content-type-options: nosniff',
    'cache-control: no-store',
    'connection: close',
  ]
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]))
}

const UNREADABLE: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
}

const REASON: Partial<Record<ErrorCode, string>> = {
  'headers-too-large': 'Request Header Fields Too Large',
  'request-timeout': 'Request Timeout',
}
