/** `SMA_SMS=tencent`: SendSms of sms 2021-01-11, signed with TC3-HMAC-SHA256 (Tencent Cloud, "Signature method v3"). */
import { createHash, createHmac } from 'node:crypto'
import type { Clock } from '../deps'
import { post, readJson } from './post'
import { reasonCode, SmsError, type SmsSender } from './sender'

export interface TencentSettings {
  name: 'tencent'
  url: string
  secretId: string
  secretKey: string
  appId: string
  signName: string
  codeTemplate: string
  noticeTemplate: string
  region: string
}

export interface Tc3Request {
  host: string
  service: string
  /** Seconds since 1970. */
  timestamp: number
  body: string
}

const ALGORITHM = 'TC3-HMAC-SHA256'
const CONTENT_TYPE = 'application/json; charset=utf-8'

export function openTencent(settings: TencentSettings, clock: Clock, timeoutMs: number): SmsSender {
  const { url, secretId, secretKey, appId, signName, codeTemplate, noticeTemplate, region } = settings
  return {
    async send({ kind, phone, value }) {
      const body = JSON.stringify({
        PhoneNumberSet: [phone.startsWith('+') ? phone : `+86${phone}`],
        SmsSdkAppId: appId,
        SignName: signName,
        TemplateId: kind === 'code' ? codeTemplate : noticeTemplate,
        TemplateParamSet: [value],
      })
      const timestamp = Math.floor(clock.now().getTime() / 1000)
      const request = { host: new URL(url).host, service: 'sms', timestamp, body }
      const headers = {
        authorization: tc3Authorization(request, secretId, secretKey),
        'content-type': CONTENT_TYPE,
        'x-tc-action': 'SendSms',
        'x-tc-region': region,
        'x-tc-timestamp': String(timestamp),
        'x-tc-version': '2021-01-11',
      }
      const { status, text } = await post({ url, headers, body, timeoutMs })
      const code = codeIn(text)
      if (code === 'Ok') return
      if (code === null) throw new SmsError(`http-${status}`)
      // Codes that name a phone number (wrong, on a blocking list, at its own limit) concern that number and not the account.
      throw new SmsError(reasonCode(code), code.includes('PhoneNumber'))
    },
  }
}

interface TencentReply {
  Error?: { Code?: unknown }
  SendStatusSet?: { Code?: unknown }[]
}

/** The code of the whole request where it failed, else that of its one message; null where there is none. */
function codeIn(text: string): string | null {
  const reply = readJson(text)?.Response as TencentReply | undefined
  const code = reply?.Error?.Code ?? reply?.SendStatusSet?.[0]?.Code
  return typeof code === 'string' ? code : null
}

/** The header `authorization` of a POST with a JSON body; content type and host are signed, as in the documented example. */
export function tc3Authorization(request: Tc3Request, secretId: string, secretKey: string): string {
  const { host, service, timestamp, body } = request
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const headers = `content-type:${CONTENT_TYPE}\nhost:${host}\n`
  const names = 'content-type;host'
  const canonical = ['POST', '/', '', headers, names, sha256(body)].join('\n')
  const scope = `${date}/${service}/tc3_request`
  const key = [date, service, 'tc3_request'].reduce<Buffer | string>(
    (parent, text) => createHmac('sha256', parent).update(text).digest(),
    `TC3${secretKey}`,
  )
  const signature = createHmac('sha256', key)
    .update([ALGORITHM, timestamp, scope, sha256(canonical)].join('\n'))
    .digest('hex')
  return `${ALGORITHM} Credential=${secretId}/${scope}, SignedHeaders=${names}, Signature=${signature}`
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
