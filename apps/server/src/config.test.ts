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

describe('what stands beside the server', () => {
  it('is named by an address', () => {
    const config = readConfig({ REDIS_URL: 'rediss://u:p@redis.example:6380/1', SMA_AUDIT_SYSLOG: 'udp://[::1]' })
    expect([config.redisUrl, config.auditSyslog]).toEqual([
      'rediss://u:p@redis.example:6380/1',
      { host: '::1', port: 514 },
    ])
    expect(readConfig({ SMA_AUDIT_SYSLOG: 'udp://log.example:5514' }).auditSyslog).toEqual({
      host: 'log.example',
      port: 5514,
    })
    const { redisUrl, auditSyslog, load } = readConfig({})
    expect([redisUrl, auditSyslog, load]).toEqual([null, null, { maxDelayMs: 1000, maxInFlight: 500 }])
  })

  it.each<[Record<string, string>, RegExp]>([
    [{ REDIS_URL: '127.0.0.1:6379' }, /^REDIS_URL must look like/],
    [{ SMA_AUDIT_SYSLOG: 'tcp://log.example:514' }, /^SMA_AUDIT_SYSLOG must look like/],
    [{ SMA_AUDIT_SYSLOG: '/dev/log' }, /^SMA_AUDIT_SYSLOG must look like/],
    [{ SMA_MAX_IN_FLIGHT: '0' }, /^SMA_MAX_IN_FLIGHT must be/],
    [{ SMA_CLOSED_READABLE_DAYS: '3y' }, /^SMA_CLOSED_READABLE_DAYS must be/],
    [{ SMA_CLOSED_READABLE_DAYS: '36501' }, /^SMA_CLOSED_READABLE_DAYS must be/],
    [{ SMA_MAX_DELAY_MS: 'never' }, /^SMA_MAX_DELAY_MS must be/],
  ])('%j is refused by name', (env, message) => {
    expect(() => readConfig(env)).toThrow(message)
  })
})
