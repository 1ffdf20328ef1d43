import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { readBrand } from './brand.service'

const dir = mkdtempSync(join(tmpdir(), 'sma-brand-'))
afterAll(() => rmSync(dir, { recursive: true }))

function brandFile(text: string): string {
  const file = join(dir, 'brand.json')
  writeFileSync(file, text)
  return file
}

it.each([
  ['{', /^SMA_BRAND: .*cannot be read/],
  ['[]', /must hold one JSON object/],
  ['{"accent":"red"}', /accent/],
  ['{"colour":"#102030"}', /colour/],
  ['{"name":""}', /name/],
  ['{"logo":"https://elsewhere.example/logo.png"}', /logo/],
])('says what is wrong with %s', (text, message) => {
  expect(() => readBrand(brandFile(text))).toThrow(message)
})

it('says that a file is not there', () => {
  expect(() => readBrand(join(dir, 'none.json'))).toThrow(/^SMA_BRAND: .*none\.json cannot be read/)
})

forEachEngine('brand', (open) => {
  it('is neutral, or what the file says, before anyone is known', async () => {
    const deps = await open()
    const neutral = (await buildApp(deps).inject('/api/v1/brand')).json<{ name: string }>()
    expect(neutral).toMatchObject({ name: 'SMA 客户服务平台', logo: null, telephone: null })
    const config = {
      ...deps.config,
      brandFile: brandFile('{"name":"某某基金","accent":"#102030","telephone":"400-000"}'),
    }
    const own = (await buildApp({ ...deps, config }).inject('/api/v1/brand')).json<object>()
    expect(own).toEqual({ ...neutral, name: '某某基金', accent: '#102030', telephone: '400-000' })
  })
})
