import { describe, expect, it } from 'vitest'
import { hashPassword, isPasswordRight, oneTimePassword, passwordFault } from './passwords'

describe('passwords', () => {
  it('are kept as argon2id and found right again, however their characters are composed', async () => {
    const hash = await hashPassword('Grüne Wiese 2026')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/)
    expect(await isPasswordRight(hash, 'Gru\u0308ne Wiese ２０２６')).toBe(true)
    expect(await isPasswordRight(hash, 'Grüne Wiese 2027')).toBe(false)
  })

  it('are never right for a person who is not there', async () => {
    expect(await isPasswordRight(undefined, 'Grüne Wiese 2026')).toBe(false)
  })

  it.each([
    ['elf Zeichen', 'too-short'],
    ['汉字十一个也不够长短', 'too-short'],
    ['password1234', 'too-common'],
    ['P@ssw0rd!2026', 'too-common'],
    ['Welcome-2026!!', 'too-common'],
    ['aaaaaaaaaaaa', 'too-common'],
    ['ababababababab', 'too-common'],
    ['123456789012', 'too-common'],
    ['abcdefghijklmn', 'too-common'],
    ['poiuytrewqkl', null],
    ['qwertyuiopas', 'too-common'],
    ['1qaz2wsx3edc', 'too-common'],
    ['lin.wei-2026-x', 'too-common'],
    ['correct horse battery', null],
    ['晨雾里的第七座桥很安静呀', null],
  ])('%s: %s', (password, fault) => expect(passwordFault(password, 'lin.wei')).toBe(fault))

  it('made for one use are all different and pass the rule themselves', () => {
    const many = Array.from({ length: 50 }, oneTimePassword)
    expect(new Set(many).size).toBe(50)
    for (const one of many) expect(passwordFault(one, 'anna')).toBeNull()
  })
})
