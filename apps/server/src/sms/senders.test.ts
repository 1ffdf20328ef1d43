import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFakeGateway, type Behaviour, type FakeGateway } from '../testing/fake-gateway'
import { acsHeaders, openAliyun } from './aliyun'
import { openHttp, signatureHeaders } from './http'
import { openSender, type SenderWatch } from './open-sender'
import type { Sms, SmsSender } from './sender'
import { openTencent, tc3Authorization } from './tencent'

const NOW = new Date('2026-01-05T01:00:00.000Z')
const clock = { now: () => NOW }
const SECRET = 's'.repeat(32)
const CODE: Sms = { id: '01CODE', kind: 'code', phone: '13800138000', text: '登录验证码：123456', value: '123456' }
const NOTICE: Sms = { ...CODE, id: '01NOTICE', kind: 'notice', text: '登录提醒', value: '2026-01-05 09:00' }
const TIMEOUT_MS = 300

let gateway: FakeGateway
beforeEach(async () => {
  gateway = await openFakeGateway()
})
afterEach(() => gateway.close())

const http = () => openHttp({ name: 'http', url: `${gateway.url}/sms`, secret: SECRET }, clock, TIMEOUT_MS)
const aliyunSettings = () => ({
  name: 'aliyun' as const,
  url: gateway.url,
  keyId: 'key',
  keySecret: 'secret',
  signName: '示例',
  codeTemplate: 'SMS_1',
  noticeTemplate: 'SMS_2',
})
const aliyun = () => openAliyun(aliyunSettings(), clock, TIMEOUT_MS)
const tencent = () =>
  openTencent(
    {
      name: 'tencent',
      url: gateway.url,
      secretId: 'id',
      secretKey: 'key',
      appId: '1400006666',
      signName: '示例',
      codeTemplate: '1110',
      noticeTemplate: '1111',
      region: 'ap-guangzhou',
    },
    clock,
    TIMEOUT_MS,
  )

/** What a sender says of a message; `accepted`, or the reason with whether the message alone was refused. */
async function outcome(sender: SmsSender, ...behaviours: Behaviour[]): Promise<unknown> {
  gateway.behave(...behaviours)
  return sender.send(CODE).then(
    () => 'accepted',
    ({ reason, isRefusal }: { reason: string; isRefusal: boolean }) => [reason, isRefusal],
  )
}

describe('signatures', () => {
  it('ACS3-HMAC-SHA256 is that of the example in "Request syntax and signature method V3" (Alibaba Cloud)', () => {
    const request = {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      action: 'RunInstances',
      version: '2014-05-26',
      query: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' },
      date: '2023-10-26T10:22:32Z',
      nonce: '3156853299f313e23d1673dc12e1703d',
    }
    expect(acsHeaders(request, 'YourAccessKeyId', 'YourAccessKeySecret').authorization).toBe(
      'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    )
  })

  it('TC3-HMAC-SHA256 is that of the example in "Signature method v3" (Tencent Cloud)', () => {
    const request = {
      host: 'cvm.tencentcloudapi.com',
      service: 'cvm',
      timestamp: 1551113065,
      body: String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`,
    }
    const [id, key] = ['AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE']
    expect(tc3Authorization(request, id, key)).toBe(
      'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
    )
  })

  it("the house's gateway can check time and body with the shared secret", () => {
    const headers = signatureHeaders(SECRET, NOW, '{"id":"1"}')
    expect(headers['x-sma-timestamp']).toBe('1767574800')
    const expected = createHmac('sha256', SECRET).update('1767574800.{"id":"1"}').digest('hex')
    expect(headers['x-sma-signature']).toBe(expected)
  })
})

describe('http', () => {
  it('sends the message signed, and takes any 2xx for an answer', async () => {
    expect(await outcome(http(), { status: 204 })).toBe('accepted')
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }, ...more] = gateway.calls
    expect(more).toEqual([])
    expect([path, headers['content-type'], headers['idempotency-key']]).toEqual(['/sms', 'application/json', '01CODE'])
    expect(JSON.parse(body)).toEqual(CODE)
    expect(headers).toMatchObject(signatureHeaders(SECRET, NOW, body))
  })

  it.each<[string, Behaviour]>([
    ['500', { status: 500 }],
    ['a connection that breaks', 'reset'],
    ['silence', 'silent'],
    ['a reply that breaks off', 'cut'],
  ])('tries once more after %s, with the same id and the same bytes', async (_name, behaviour) => {
    expect(await outcome(http(), behaviour, { status: 200 })).toBe('accepted')
    const [first, second] = gateway.calls
    expect(gateway.calls).toHaveLength(2)
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['idempotency-key']).toBe('01CODE')
  })

  it('gives up after the second try and says why, without a word of the message', async () => {
    expect(await outcome(http(), { status: 503, body: CODE.phone })).toEqual(['http-503', false])
    expect(await outcome(http(), 'silent')).toEqual(['timeout', false])
    expect(gateway.calls).toHaveLength(4)
  })

  it('does not repeat what was refused, and follows no redirect', async () => {
    expect(await outcome(http(), { status: 422 })).toEqual(['http-422', true])
    expect(await outcome(http(), { status: 401 })).toEqual(['http-401', false])
    expect(gateway.calls).toHaveLength(2)
    const elsewhere = { status: 307, headers: { location: `${gateway.url}/elsewhere` } }
    expect(await outcome(http(), elsewhere)).toEqual([expect.any(String), false])
    expect(gateway.calls.map(({ path }) => path)).not.toContain('/elsewhere')
  })

  it('reads no endless reply', async () => {
    expect(await outcome(http(), { status: 200, body: 'x'.repeat(10_000_000) })).toBe('accepted')
  })
})

describe('aliyun', () => {
  it('sends template and code, signed over exactly what goes out', async () => {
    expect(await outcome(aliyun(), { status: 200, body: '{"Code":"OK"}' })).toBe('accepted')
    const [{ path, headers, body } = { path: '', headers: {}, body: 'none' }] = gateway.calls
    const query = Object.fromEntries(new URL(path, gateway.url).searchParams)
    expect(query).toEqual({
      OutId: '01CODE',
      PhoneNumbers: '13800138000',
      SignName: '示例',
      TemplateCode: 'SMS_1',
      TemplateParam: '{"code":"123456"}',
    })
    expect([body, headers['content-type'], headers['x-acs-action']]).toEqual(['', undefined, 'SendSms'])
    const signed = {
      host: headers.host ?? '',
      action: 'SendSms',
      version: '2017-05-25',
      query,
      date: '2026-01-05T01:00:00Z',
      nonce: String(headers['x-acs-signature-nonce']),
    }
    expect(headers.authorization).toBe(acsHeaders(signed, 'key', 'secret').authorization)
    await aliyun().send(NOTICE)
    const notice = new URL(gateway.calls[1]?.path ?? '', gateway.url).searchParams
    expect([notice.get('TemplateCode'), notice.get('TemplateParam')]).toEqual(['SMS_2', '{"time":"2026-01-05 09:00"}'])
  })

  it.each<[Behaviour, unknown]>([
    [{ status: 400, body: '{"Code":"SignatureDoesNotMatch"}' }, ['SignatureDoesNotMatch', false]],
    [{ status: 200, body: '{"Code":"isv.AMOUNT_NOT_ENOUGH"}' }, ['isv.AMOUNT_NOT_ENOUGH', false]],
    [{ status: 200, body: '{"Code":"isv.BUSINESS_LIMIT_CONTROL"}' }, ['isv.BUSINESS_LIMIT_CONTROL', true]],
    [{ status: 200, body: '{"Code":"13800138000 is blocked"}' }, ['code-unreadable', false]],
    [{ status: 502, body: '<html>' }, ['http-502', false]],
    [{ status: 200, body: '[]' }, ['http-200', false]],
    ['reset', [expect.any(String), false]],
    ['silent', ['timeout', false]],
  ])('of %j says what is wrong', async (behaviour, expected) => {
    expect(await outcome(aliyun(), behaviour)).toEqual(expected)
    expect(gateway.calls).toHaveLength(1)
  })
})

describe('tencent', () => {
  const reply = (response: object) => ({ status: 200, body: JSON.stringify({ Response: response }) })

  it('sends template and code, signed over exactly what goes out', async () => {
    expect(await outcome(tencent(), reply({ SendStatusSet: [{ Code: 'Ok' }] }))).toBe('accepted')
    const [{ headers, body } = { headers: {}, body: '' }] = gateway.calls
    expect(JSON.parse(body)).toEqual({
      PhoneNumberSet: ['+8613800138000'],
      SmsSdkAppId: '1400006666',
      SignName: '示例',
      TemplateId: '1110',
      TemplateParamSet: ['123456'],
    })
    const request = { host: headers.host ?? '', service: 'sms', timestamp: 1767574800, body }
    expect(headers.authorization).toBe(tc3Authorization(request, 'id', 'key'))
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    await tencent().send({ ...NOTICE, phone: '+85291234567' })
    expect(JSON.parse(gateway.calls[1]?.body ?? '')).toMatchObject({
      PhoneNumberSet: ['+85291234567'],
      TemplateId: '1111',
    })
  })

  it.each<[Behaviour, unknown]>([
    [reply({ Error: { Code: 'AuthFailure.SignatureFailure' } }), ['AuthFailure.SignatureFailure', false]],
    [
      reply({ SendStatusSet: [{ Code: 'LimitExceeded.PhoneNumberDailyLimit' }] }),
      ['LimitExceeded.PhoneNumberDailyLimit', true],
    ],
    [
      reply({ SendStatusSet: [{ Code: 'FailedOperation.InsufficientBalanceInSmsPackage' }] }),
      [expect.any(String), false],
    ],
    [reply({}), ['http-200', false]],
    ['cut', [expect.any(String), false]],
  ])('of %j says what is wrong', async (behaviour, expected) => {
    expect(await outcome(tencent(), behaviour)).toEqual(expected)
  })
})

describe('two senders', () => {
  const noted: string[] = []
  const watch: SenderWatch = {
    worked: async (name) => void noted.push(`${name} worked`),
    failed: async (name, reason) => void noted.push(`${name} failed: ${reason}`),
  }
  let second: FakeGateway
  let now = NOW
  beforeEach(async () => {
    second = await openFakeGateway()
    noted.length = 0
    now = NOW
  })
  afterEach(() => second.close())

  const both = () =>
    openSender(
      {
        senders: [aliyunSettings(), { name: 'http', url: second.url, secret: SECRET }],
        timeoutMs: TIMEOUT_MS,
      },
      { dataDir: '', clock: { now: () => now }, watch },
    )

  it('the second takes over where the first fails, and the first rests for a while', async () => {
    const sender = both()
    gateway.behave('reset')
    await sender.send(CODE)
    await sender.send(CODE)
    expect([gateway.calls.length, second.calls.length]).toEqual([1, 2])
    expect(noted).toEqual([expect.stringMatching(/^aliyun failed: /), 'http worked', 'http worked'])
    gateway.behave({ status: 200, body: '{"Code":"OK"}' })
    now = new Date(NOW.getTime() + 30_000)
    await sender.send(CODE)
    expect([gateway.calls.length, noted.at(-1)]).toEqual([2, 'aliyun worked'])
  })

  it('a message that the first refuses is offered to the second, and speaks against neither', async () => {
    gateway.behave({ status: 200, body: '{"Code":"isv.MOBILE_NUMBER_ILLEGAL"}' })
    second.behave({ status: 422 })
    await expect(both().send(CODE)).rejects.toMatchObject({ reason: 'isv.MOBILE_NUMBER_ILLEGAL', isRefusal: true })
    expect(noted).toEqual([])
  })

  it('where both are down the message may be tried again', async () => {
    gateway.behave({ status: 200, body: '{"Code":"isv.MOBILE_NUMBER_ILLEGAL"}' })
    second.behave({ status: 500 })
    await expect(both().send(CODE)).rejects.toMatchObject({ reason: 'http-500', isRefusal: false })
    expect(noted).toEqual(['http failed: http-500'])
  })
})
