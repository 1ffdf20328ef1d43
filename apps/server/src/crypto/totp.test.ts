import { describe, expect, it } from 'vitest'
import { base32, fromBase32, hotp, stepAt, stepOf, totpUri } from './totp'

const SEEDS = {
  sha1: Buffer.from('12345678901234567890'),
  sha256: Buffer.from('12345678901234567890123456789012'),
  sha512: Buffer.from('1234567890123456789012345678901234567890123456789012345678901234'),
}

describe('one-time codes', () => {
  // RFC 6238, appendix B.
  it.each([
    [59, '94287082', '46119246', '90693936'],
    [1111111109, '07081804', '68084774', '25091201'],
    [1111111111, '14050471', '67062674', '99943326'],
    [1234567890, '89005924', '91819424', '93441116'],
    [2000000000, '69279037', '90698825', '38618901'],
    [20000000000, '65353130', '77737706', '47863826'],
  ])('are those of the RFC at %i', (seconds, sha1, sha256, sha512) => {
    const step = stepAt(new Date(seconds * 1000))
    const codes = { sha1, sha256, sha512 }
    for (const algorithm of ['sha1', 'sha256', 'sha512'] as const)
      expect(hotp(SEEDS[algorithm], step, { digits: 8, algorithm })).toBe(codes[algorithm])
  })

  // RFC 4226, appendix D.
  it('are those of the RFC on counters', () => {
    const codes = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489']
    expect(codes.map((_, counter) => hotp(SEEDS.sha1, counter))).toEqual(codes)
  })

  it('hold from one step before to one after, and nothing else is one', () => {
    const now = new Date('2026-01-05T01:00:00.000Z')
    const step = stepAt(now)
    const found = [-2, -1, 0, 1, 2].map((away) => stepOf(SEEDS.sha1, hotp(SEEDS.sha1, step + away), now))
    expect(found).toEqual([null, step - 1, step, step + 1, null])
    for (const code of ['', '12345', '1234567', 'abcdef', '１２３４５６'])
      expect(stepOf(SEEDS.sha1, code, now)).toBeNull()
  })

  // RFC 4648, section 10, without padding.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('"%s" in base32 is "%s"', (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded)
    expect(fromBase32(encoded).toString()).toBe(text)
  })

  it('are announced to the app with issuer and login', () => {
    expect(totpUri('MZXW6', { login: 'lin.wei', issuer: 'SMA 工作台' })).toBe(
      'otpauth://totp/SMA%20%E5%B7%A5%E4%BD%9C%E5%8F%B0:lin.wei?secret=MZXW6&issuer=SMA%20%E5%B7%A5%E4%BD%9C%E5%8F%B0',
    )
  })
})
