import { describe, expect, it } from 'vitest'
import { isAnyIdNumber, isIdNumber, isPhone, maskIdNumber, maskPhone, normalIdNumber, normalPhone } from './identity'

describe('isIdNumber', () => {
  it('verifies check digit and birth date of ID cards', () => {
    // the specimen of GB 11643-1999
    expect(isIdNumber('id-card', '11010519491231002X')).toBe(true)
    expect(isIdNumber('id-card', ' 11010519491231002x ')).toBe(true)
    expect(isIdNumber('id-card', '１１０１０５１９４９１２３１００２Ｘ')).toBe(true)
    expect(isIdNumber('id-card', '440524188001010014')).toBe(true)
    expect(isIdNumber('id-card', '110105194912310021')).toBe(false)
    expect(isIdNumber('id-card', '11010519490230002X')).toBe(false)
    expect(isIdNumber('id-card', '110105491231002')).toBe(false)
    expect(isIdNumber('id-card', '')).toBe(false)
  })

  it('verifies the check character of social credit codes', () => {
    // the registered codes of two well-known companies
    expect(isIdNumber('social-credit-code', '91440300708461136T')).toBe(true)
    expect(isIdNumber('social-credit-code', '914403001922038216')).toBe(true)
    expect(isIdNumber('social-credit-code', '914403001922038217')).toBe(false)
    expect(isIdNumber('social-credit-code', '91440300I08461136T')).toBe(false)
  })

  it('knows passports and permits by their pattern', () => {
    expect(isIdNumber('passport', 'E12345678')).toBe(true)
    expect(isIdNumber('passport', 'EA1234567')).toBe(true)
    expect(isIdNumber('passport', 'PASSPORT')).toBe(false)
    expect(isIdNumber('passport', 'E1234567-8')).toBe(false)
    expect(isIdNumber('hk-macau-permit', 'h12345678')).toBe(true)
    expect(isIdNumber('hk-macau-permit', 'M1234567800')).toBe(true)
    expect(isIdNumber('hk-macau-permit', 'C12345678')).toBe(false)
    expect(isIdNumber('taiwan-permit', '12345678')).toBe(true)
    expect(isIdNumber('taiwan-permit', '1234567890(B)')).toBe(true)
    expect(isIdNumber('taiwan-permit', '123456789')).toBe(false)
  })

  it('accepts any type at sign-in', () => {
    expect(isAnyIdNumber('11010519491231002X')).toBe(true)
    expect(isAnyIdNumber('E12345678')).toBe(true)
    expect(isAnyIdNumber('110105194912310021')).toBe(false)
    expect(isAnyIdNumber('hello')).toBe(false)
  })
})

it('normalises ID numbers', () => {
  expect(normalIdNumber(' 110105 19491231 002x\u3000')).toBe('11010519491231002X')
  expect(normalIdNumber('\u202a110105\u00ad19491231002x\u2060')).toBe('11010519491231002X')
})

describe('phones', () => {
  it('bring a mainland mobile to 11 digits', () => {
    for (const text of [
      '13800138000',
      '138 0013 8000',
      '138-0013-8000',
      '+86 13800138000',
      '008613800138000',
      '8613800138000',
      '（＋８６）１３８\u221200138000',
      // as an address book copies it, with marks of direction
      '\u202d+86 138 0013 8000\u202c',
    ]) {
      expect(normalPhone(text)).toBe('13800138000')
      expect(isPhone(text)).toBe(true)
    }
  })

  it('take other countries with their code', () => {
    expect(isPhone('+852 9123 4567')).toBe(true)
    expect(normalPhone('00852-91234567')).toBe('+85291234567')
  })

  it('refuse the rest', () => {
    for (const text of [
      '',
      '12800138000',
      '1380013800',
      '138001380001',
      '1.38E+10',
      '+8602112345678',
      '021-12345678',
      'abc',
    ]) {
      expect(isPhone(text)).toBe(false)
    }
  })
})

it('masks what is personal', () => {
  expect(maskIdNumber('11010519491231002X')).toBe('1****************X')
  expect(maskPhone('13800138000')).toBe('138****8000')
  expect(maskPhone('123')).toBe('***')
})
