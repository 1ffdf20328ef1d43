/** `SMA_SMS=aliyun`: SendSms of Dysmsapi 2017-05-25, signed with ACS3-HMAC-SHA256 (Alibaba Cloud, "Request syntax and signature method V3"). */
import { createHash, createHmac, randomUUID } from 'node:crypto'
import type { Clock } from '../deps'
import { post, readJson } from './post'
import { reasonCode, SmsError, type SmsSender } from './sender'

export interface AliyunSettings {
  name: 'aliyun'
  url: string
  keyId: string
  keySecret: string
  signName: string
  codeTemplate: string
  noticeTemplate: string
}

export interface AcsRequest {
  host: string
  action: string
  version: string
  query: Readonly<Record<string, string>>
  /** ISO 8601 in UTC, to the second. */
  date: string
  nonce: string
}

const ALGORITHM = 'ACS3-HMAC-SHA256'
/** Codes that concern one number and not the account. */
const REFUSALS = ['isv.MOBILE_NUMBER_ILLEGAL', 'isv.BUSINESS_LIMIT_CONTROL']

export function openAliyun(settings: AliyunSettings, clock: Clock, timeoutMs: number): SmsSender {
  const { url, keyId, keySecret, signName, codeTemplate, noticeTemplate } = settings
  return {
    async send({ id, kind, phone, value }) {
      const isCode = kind === 'code'
      const request = {
        host: new URL(url).host,
        action: 'SendSms',
        version: '2017-05-25',
        date: `${clock.now().toISOString().slice(0, 19)}Z`,
        nonce: randomUUID(),
        query: {
          OutId: id,
          PhoneNumbers: phone.replace('+', ''),
          SignName: signName,
          TemplateCode: isCode ? codeTemplate : noticeTemplate,
          TemplateParam: JSON.stringify({ [isCode ? 'code' : 'time']: value }),
        },
      }
      // The host is named by the address.
      const { host: _host, ...headers } = acsHeaders(request, keyId, keySecret)
      const address = `${url.replace(/\/$/, '')}/?${canonicalQuery(request.query)}`
      const { status, text } = await post({ url: address, headers, body: '', timeoutMs })
      const code = readJson(text)?.Code
      if (code === 'OK') return
      if (typeof code !== 'string') throw new SmsError(`http-${status}`)
      throw new SmsError(reasonCode(code), REFUSALS.includes(code))
    },
  }
}

/** The headers of a POST without a body, `authorization` among them. */
export function acsHeaders(request: AcsRequest, keyId: string, keySecret: string): Record<string, string> {
  const emptyBody = sha256('')
  const headers = {
    host: request.host,
    'x-acs-action': request.action,
    'x-acs-content-sha256': emptyBody,
    'x-acs-date': request.date,
    'x-acs-signature-nonce': request.nonce,
    'x-acs-version': request.version,
  }
  const names = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, text]) => `${name}:${text}\n`)
  const canonical = ['POST', '/', canonicalQuery(request.query), lines.join(''), names, emptyBody].join('\n')
  const signature = createHmac('sha256', keySecret)
    .update(`${ALGORITHM}\n${sha256(canonical)}`)
    .digest('hex')
  const authorization = `${ALGORITHM} Credential=${keyId},SignedHeaders=${names},Signature=${signature}`
  return { ...headers, authorization }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const canonicalQuery = (query: AcsRequest['query']): string =>
  Object.entries(query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${encode(name)}=${encode(text)}`)
    .join('&')

/** RFC 3986: encodeURIComponent leaves five signs alone that have to be encoded. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
