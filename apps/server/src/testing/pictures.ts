/** The frames of pictures, without what they would show: as much as is read of an upload. */
import { crc32 } from 'node:zlib'

const bytesOf = (content: Buffer | string): Buffer =>
  typeof content === 'string' ? Buffer.from(content, 'hex') : content

export function pngChunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** Eight bits of grey; `chunks` stand before the picture. */
export function png(width: number, height: number, ...chunks: Buffer[]): Buffer {
  const head = Buffer.from('00000000000000000800000000', 'hex')
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  const data = pngChunk('IDAT', Buffer.from('789c6360000000020001', 'hex'))
  return Buffer.concat([signature, pngChunk('IHDR', head), ...chunks, data, pngChunk('IEND', Buffer.alloc(0))])
}

export function segment(marker: number, content: Buffer | string): Buffer {
  const bytes = bytesOf(content)
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(2 + bytes.length, 2)
  return Buffer.concat([head, bytes])
}

/** With a zero that is data, and a restart. */
export const JPEG_SCAN = Buffer.concat([segment(0xda, '0101003f00'), Buffer.from('12ff0034ffd056', 'hex')])

/** `parts` stand between the frame and the scan. */
export function jpeg(width: number, height: number, ...parts: Buffer[]): Buffer {
  const frame = Buffer.from('080000000001011100', 'hex')
  frame.writeUInt16BE(height, 1)
  frame.writeUInt16BE(width, 3)
  const head = [Buffer.from('ffd8', 'hex'), segment(0xe0, '4a46494600'), segment(0xc0, frame)]
  return Buffer.concat([...head, ...parts, JPEG_SCAN, Buffer.from('ffd9', 'hex')])
}

export function webpChunk(name: string, content: Buffer | string): Buffer {
  const bytes = bytesOf(content)
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(bytes.length, 4)
  return Buffer.concat([head, bytes, Buffer.alloc(bytes.length % 2)])
}

/** A lossy picture's head. */
export function webpStill(width: number, height: number): Buffer {
  const frame = Buffer.from('3000009d012a00000000', 'hex')
  frame.writeUInt16LE(width, 6)
  frame.writeUInt16LE(height, 8)
  return webpChunk('VP8 ', frame)
}

export function webp(...chunks: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks])
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}
