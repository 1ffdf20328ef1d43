import Fastify from 'fastify'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { addWebApps, readWebApps } from '../../http/portal'
import { forEachEngine } from '../../testing/engines'
import { brandFiles, iconOf } from './brand-files'
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
  ['{"links":[{"text":"网站","url":"http://plain.example"}]}', /links/],
  ['{"links":[{"text":"网站","url":"javascript:alert(1)"}]}', /links/],
  ['{"email":"nobody"}', /email/],
  ['{"icon":"data:image/png;base64,AAAA"}', /icon: a PNG must be square and 192 pixels or more/],
])('says what is wrong with %s', (text, message) => {
  expect(() => readBrand(brandFile(text))).toThrow(message)
})

it('says that a file is not there', () => {
  expect(() => readBrand(join(dir, 'none.json'))).toThrow(/^SMA_BRAND: .*none\.json cannot be read/)
})

it('reads the sample brands of the documentation', () => {
  const folder = join(import.meta.dirname, '../../../../../docs/brands')
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const names = files.map((name) => readBrand(join(folder, name)).brand.shortName)
  expect(names.sort()).toEqual(['北屿投资', '澄江资产'])
})

describe('files of a brand', () => {
  /** Head of a PNG of so many pixels: signature, IHDR's length and name, width, height. */
  const png = (width: number, height: number) =>
    Buffer.from(
      `89504e470d0a1a0a0000000d49484452${width.toString(16).padStart(8, '0')}${height.toString(16).padStart(8, '0')}`,
      'hex',
    )
  const withIcon = (bytes: Buffer) =>
    readBrand(brandFile(JSON.stringify({ name: 'A&B', icon: `data:image/png;base64,${bytes.toString('base64')}` })))

  it('hold a manifest in the house’s name, with the neutral icons', () => {
    const { brand } = readBrand(brandFile('{"name":"某某基金","shortName":"某某"}'))
    const [manifest, ...icons] = brandFiles(brand, null)
    expect(manifest?.path).toBe('/manifest.webmanifest')
    expect(JSON.parse(String(manifest?.bytes))).toMatchObject({ name: '某某基金', short_name: '某某', start_url: '/' })
    expect(icons).toEqual([])
  })

  it('hold the house’s icon where tab and home screen ask for one', () => {
    const { brand } = withIcon(png(256, 256))
    const [manifest, ...icons] = brandFiles(brand, iconOf(brand.icon ?? ''))
    expect(JSON.parse(String(manifest?.bytes))).toMatchObject({
      icons: [{ src: '/favicon.svg', sizes: '256x256', type: 'image/png' }],
    })
    expect(icons.map(({ path, type, bytes }) => [path, type, bytes.length])).toEqual([
      ['/favicon.svg', 'image/png', 24],
      ['/apple-touch-icon.png', 'image/png', 24],
    ])
  })

  it.each([
    [191, 191],
    [300, 256],
  ])('take no icon of %i × %i pixels', (width, height) => {
    expect(() => withIcon(png(width, height))).toThrow(/icon/)
  })

  it('are served in the place of the neutral ones, and the page says whose it is before any script runs', async () => {
    const portalDir = join(dir, 'portal')
    mkdirSync(portalDir)
    writeFileSync(join(portalDir, 'index.html'), '<title>neutral</title><p class="house">neutral</p>')
    writeFileSync(join(portalDir, 'favicon.svg'), '<svg/>')
    const { brand } = withIcon(png(256, 256))
    const house = { name: brand.name, files: brandFiles(brand, iconOf(brand.icon ?? '')) }
    const app = Fastify()
    addWebApps(
      app,
      readWebApps({ portalDir, consoleDir: join(dir, 'none') }, async () => house),
    )
    expect((await app.inject('/')).body).toBe('<title>A&#38;B</title><p class="house">A&#38;B</p>')
    const favicon = await app.inject('/favicon.svg')
    expect([favicon.headers['content-type'], favicon.rawPayload.length]).toEqual(['image/png', 24])
  })
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
