import { describe, expect, it } from 'vitest'
import { accentNotes, brandOf, draftOf, mayBePicture, unfitFields, type Draft } from './brand-view'

const draft: Draft = {
  name: ' 澄江资产 ',
  shortName: '澄江',
  accent: '#1F5F78',
  logo: null,
  icon: null,
  links: [
    { text: '网站', url: ' https://www.chengjiang.example/ ' },
    { text: '', url: '' },
  ],
  seasons: true,
  telephone: ' ',
  wechat: '',
  email: 'a@b.cn',
  address: '',
  legalNotice: '',
  footnote: '',
}

it('stores what was typed without blanks at the ends, and nothing for what is empty', () => {
  const brand = brandOf(draft)
  expect(brand).toMatchObject({ name: '澄江资产', accent: '#1f5f78', telephone: null, email: 'a@b.cn' })
  expect(brand.links).toEqual([{ text: '网站', url: 'https://www.chengjiang.example/' }])
  expect(brandOf(draftOf({ ...brand, address: '上海', telephone: null }))).toEqual({ ...brand, address: '上海' })
})

it('says which field keeps it from being saved', () => {
  const unfit = (change: Partial<Draft>) => unfitFields(brandOf({ ...draft, ...change }))
  expect(unfit({})).toEqual({})
  expect(unfit({ name: ' ', accent: 'red', email: 'nobody' })).toEqual({
    name: 'empty',
    accent: 'accent',
    email: 'email',
  })
  for (const url of ['http://plain.example', 'javascript:alert(1)', 'https://', ''])
    expect([url, unfit({ links: [{ text: '网站', url }] })]).toEqual([url, { links: 'link' }])
})

describe('the accent', () => {
  it('is shown as it is where it reads well', () => {
    // 6.39 and 2.60 by the formula of WCAG 2, worked apart.
    expect(accentNotes('#1f5f78')).toMatchObject([
      { paper: 'light', ratio: '6.3', shownAs: null },
      { paper: 'dark', ratio: '2.6' },
    ])
  })

  it('is shown darker or lighter where it does not, and says so', () => {
    const [light, dark] = accentNotes('#ffe600')
    expect(light).toMatchObject({ ratio: '1.1' })
    expect(light?.shownAs).toMatch(/^#[0-9a-f]{6}$/)
    expect(dark?.shownAs).toBeNull()
    expect(accentNotes('red')).toEqual([])
  })
})

it('takes pictures of the right kind and size', () => {
  expect(mayBePicture('logo', { type: 'image/svg+xml', size: 900 })).toBe(true)
  expect(mayBePicture('logo', { type: 'image/gif', size: 900 })).toBe(false)
  expect(mayBePicture('icon', { type: 'image/jpeg', size: 900 })).toBe(false)
  expect(mayBePicture('logo', { type: 'image/png', size: 102_401 })).toBe(false)
  expect(mayBePicture('icon', { type: 'image/png', size: 0 })).toBe(false)
})
