import { expect, it } from 'vitest'
import { readPicture } from './picture'
import { JPEG_SCAN, jpeg, png, pngChunk, segment, webp, webpChunk, webpStill } from './testing/pictures'

/** Where it was taken, as a phone writes it; the picture is turned (6). */
const EXIF = Buffer.from(
  `457869660000 49492a0008000000 0200 1201 0300 01000000 06000000 2588 0400 01000000 26000000 00000000`.replaceAll(
    ' ',
    '',
  ),
  'hex',
)
const GPS = Buffer.from('GPS 31.2304N 121.4737E')

it('tells type and sides by the bytes', () => {
  expect(readPicture(png(640, 480))).toEqual({ type: 'image/png', width: 640, height: 480, bytes: png(640, 480) })
  expect(readPicture(jpeg(640, 480))).toEqual({ type: 'image/jpeg', width: 640, height: 480, bytes: jpeg(640, 480) })
  const still = webp(webpStill(640, 480))
  expect(readPicture(still)).toEqual({ type: 'image/webp', width: 640, height: 480, bytes: still })
  const lossless = webp(webpChunk('VP8L', '2f7fc27700'))
  expect(readPicture(lossless)).toMatchObject({ width: 640, height: 480 })
})

it('takes no picture that unpacks to more than a browser can bear', () => {
  for (const vast of [png(4097, 10), png(10, 100_000), jpeg(65_535, 65_535), webp(webpStill(10, 4097)), png(0, 10)])
    expect(readPicture(vast)).toBeNull()
  expect(readPicture(png(4096, 4096))).toMatchObject({ width: 4096 })
  // the canvas says one thing, the picture in it another
  expect(readPicture(webp(webpChunk('VP8X', '00000000090000090000'), webpStill(4000, 4000)))).toBeNull()
  // a second frame that is larger than the first
  const second = segment(0xc2, '080fff0fff01011100')
  expect(readPicture(jpeg(10, 10, second))).toMatchObject({ width: 4095, height: 4095 })
})

it('leaves out who took it, where, and what stands behind its end', () => {
  const told = png(64, 64, pngChunk('eXIf', EXIF), pngChunk('tEXt', GPS), pngChunk('pHYs', Buffer.alloc(9)))
  expect(readPicture(Buffer.concat([told, GPS]))?.bytes).toEqual(png(64, 64, pngChunk('pHYs', Buffer.alloc(9))))

  const photo = jpeg(64, 64, segment(0xe1, Buffer.concat([EXIF, GPS])), segment(0xed, GPS), segment(0xfe, GPS))
  const turned = segment(
    0xe1,
    '457869660000 4d4d002a00000008 0001 0112 0003 00000001 0006 0000 00000000'.replaceAll(' ', ''),
  )
  expect(readPicture(Buffer.concat([photo, GPS]))?.bytes).toEqual(jpeg(64, 64, turned))

  const canvas = (flags: string) => webpChunk('VP8X', `${flags}0000003f00003f0000`)
  const found = webp(canvas('0c'), webpStill(64, 64), webpChunk('EXIF', GPS), webpChunk('XMP ', GPS))
  expect(readPicture(Buffer.concat([found, GPS]))?.bytes).toEqual(webp(canvas('00'), webpStill(64, 64)))
})

it('reads scans in several parts, and fill bytes before a marker', () => {
  const parts = jpeg(64, 64, JPEG_SCAN, Buffer.from('ff', 'hex'), segment(0xc4, '00'))
  expect(readPicture(parts)).toMatchObject({ width: 64, bytes: jpeg(64, 64, JPEG_SCAN, segment(0xc4, '00')) })
})

it('takes none that is damaged, moves, or is something else', () => {
  const whole = [png(64, 64), jpeg(64, 64), webp(webpStill(64, 64))]
  for (const picture of whole)
    for (let length = 0; length < picture.length; length += 1)
      expect([length, readPicture(picture.subarray(0, length))]).toEqual([length, null])
  expect(readPicture(png(64, 64, pngChunk('acTL', Buffer.alloc(8))))).toBeNull()
  expect(readPicture(webp(webpChunk('VP8X', '020000003f00003f0000'), webpStill(64, 64)))).toBeNull()
  expect(readPicture(Buffer.from('GIF89a'))).toBeNull()
})
