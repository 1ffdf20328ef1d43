import { describe, expect, it } from 'vitest'
import { readConfig } from './config'

const HTTP = { SMA_SMS_HTTP_URL: 'https://gateway.example/sms', SMA_SMS_HTTP_SECRET: 'x'.repeat(32) }
const ALIYUN = {
  SMA_SMS_ALIYUN_KEY_ID: 'a',
  SMA_SMS_ALIYUN_KEY_SECRET: 'b',
  SMA_SMS_ALIYUN_SIGN_NAME: 'c',
  SMA_SMS_ALIYUN_CODE_TEMPLATE: 'd',
  SMA_SMS_ALIYUN_NOTICE_TEMPLATE: 'e',
}

describe('SMA_SMS', () => {
  const names = (env: Record<string, string>) => readConfig(env).sms.senders.map(({ name }) => name)

  it('is the outbox, or one or two senders in their order', () => {
    expect(names({})).toEqual(['outbox'])
    expect(names({ SMA_SMS: 'http', ...HTTP })).toEqual(['http'])
    expect(names({ SMA_SMS: 'aliyun, http', ...HTTP, ...ALIYUN })).toEqual(['aliyun', 'http'])
  })

  it.each<[Record<string, string>, RegExp]>([
    [{ SMA_SMS: 'pigeon' }, /^SMA_SMS must be one or two/],
    [{ SMA_SMS: 'http,http', ...HTTP }, /^SMA_SMS must be one or two/],
    [{ SMA_SMS: 'outbox,http', ...HTTP }, /stands alone/],
    [{ SMA_SMS: 'http', ...HTTP, SMA_SMS_HTTP_URL: '' }, /^SMA_SMS_HTTP_URL is needed/],
    [{ SMA_SMS: 'http', ...HTTP, SMA_SMS_HTTP_SECRET: 'short' }, /^SMA_SMS_HTTP_SECRET must have/],
    [{ SMA_SMS: 'http', ...HTTP, SMA_SMS_HTTP_URL: 'http://gateway.example' }, /must be an https address/],
    [{ SMA_SMS: 'aliyun', ...ALIYUN, SMA_SMS_ALIYUN_NOTICE_TEMPLATE: '' }, /^SMA_SMS_ALIYUN_NOTICE_TEMPLATE is needed/],
    [{ SMA_SMS: 'tencent' }, /^SMA_SMS_TENCENT_SECRET_ID is needed/],
    [{ SMA_SMS_TIMEOUT_MS: '60000' }, /^SMA_SMS_TIMEOUT_MS must be/],
  ])('%j is refused by name, without its value', (env, message) => {
    expect(() => readConfig(env)).toThrow(message)
  })

  it('takes plain http to this machine', () => {
    expect(names({ SMA_SMS: 'http', ...HTTP, SMA_SMS_HTTP_URL: 'http://127.0.0.1:9000/sms' })).toEqual(['http'])
  })
})
