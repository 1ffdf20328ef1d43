import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from '../config'
import { refuseUnsafe } from './refuse-unsafe'

describe('in production', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sma-unsafe-'))
  afterAll(() => rmSync(dataDir, { recursive: true }))

  const start = (settings: Record<string, string>) => () =>
    refuseUnsafe(readConfig({ NODE_ENV: 'production', SMA_DATA_DIR: dataDir, ...settings }))
  const behindTls = { SMA_PUBLIC_URL: 'https://sma.example', SMA_TRUST_PROXY: '1' }

  it('everything that is unsafe is named at once', () => {
    expect(start({})).toThrow(
      'refused in production: SMA_SMS=outbox sends no codes; SMA_PUBLIC_URL must be the https address that clients use; SMA_TRUST_PROXY=1 must say that your TLS proxy stands in front',
    )
  })

  it.each<[string, Record<string, string>, RegExp]>([
    ['the outbox', behindTls, /production: SMA_SMS=outbox sends no codes$/],
    ['plain http', { ...behindTls, SMA_PUBLIC_URL: 'http://sma.example' }, /SMA_PUBLIC_URL must be the https address/],
    ['no trusted proxy', { ...behindTls, SMA_TRUST_PROXY: '' }, /SMA_TRUST_PROXY=1 must say/],
    ['no limits', { ...behindTls, SMA_LIMITS: 'off' }, /SMA_LIMITS leaves codesPerClient, .* without a limit$/],
    [
      'staff without a second factor',
      { ...behindTls, SMA_STAFF_TOTP: 'optional' },
      /SMA_STAFF_TOTP=optional lets staff in/,
    ],
    [
      'a limit taken away',
      { ...behindTls, SMA_LIMITS: '{"failuresPerClient":"","codesPerPhone":"9/1h"}' },
      /SMA_LIMITS leaves failuresPerClient without a limit$/,
    ],
  ])('%s is refused', (_name, settings, message) => {
    expect(start(settings)).toThrow(message)
  })

  it("the demonstration's keys are refused", () => {
    writeFileSync(join(dataDir, 'demo.json'), '{}')
    expect(start(behindTls)).toThrow(/the keys in .* are the demonstration's/)
  })
})

it('refuses nothing outside production', () => {
  expect(() => refuseUnsafe(readConfig({ SMA_LIMITS: 'off' }))).not.toThrow()
})
