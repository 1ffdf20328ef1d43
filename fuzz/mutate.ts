/** Damaged copies of a file: of its bytes, and of a zip's entries, whose checksums would else hide the damage. */
import { entriesOf, zipOf } from '@sma/importers/testing/containers'
import { randomOf, type Random } from './random'

const MAX_CHANGES = 5
const MAX_PIECE = 200
/** Lengths, counts and offsets that readers trip over. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]
const TOKENS =
  '<td>|</td>|<tr>|<table>|</table>|<script>|<!--|-->|<td colspan=999999|<td rowspan="999999">|<|>|&|&#x110000;|&#0;|"|\'|,|\t|\n|\r|\0|="|1e999|-|NaN|1,2,3|99999999999999999999|2024-02-30|＃|\ufeff|<c r="XFD1048576"><v>1</v></c>|<v>|<row r="-1">|<f>|ss:Index="999999999"|ss:MergeAcross="99999999"|ref="A1:XFD1048576"|科目代码|实收资本|__proto__'
    .split('|')
    .map((token) => new TextEncoder().encode(token))

/** The mutant with this number of a file; the same words give the same bytes. */
export function mutant(files: readonly Uint8Array[], ...words: (string | number)[]): Uint8Array {
  const random = randomOf(...words)
  const file = random.pick(files)
  const isZip = file[0] === 0x50 && file[1] === 0x4b
  return isZip && random.below(4) > 0 ? damagedEntry(file, files, random) : damaged(file, files, random)
}

function damagedEntry(zip: Uint8Array, files: readonly Uint8Array[], random: Random): Uint8Array {
  const entries = entriesOf(zip)
  const name = random.pick(Object.keys(entries))
  const entry = entries[name]
  if (entry === undefined) return zip
  if (random.below(20) === 0) delete entries[name]
  else entries[name] = damaged(entry, files, random)
  return zipOf(entries)
}

function damaged(file: Uint8Array, files: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes: Uint8Array = file
  for (let left = 1 + random.below(MAX_CHANGES); left > 0; left -= 1) {
    bytes = random.pick(CHANGES)(bytes, random, files)
  }
  return bytes
}

type Change = (bytes: Uint8Array, random: Random, files: readonly Uint8Array[]) => Uint8Array

const overwritten: Change = (bytes, random) => {
  const copy = bytes.slice()
  if (copy.length > 0) copy[random.below(copy.length)] = random.below(256)
  return copy
}

const edge: Change = (bytes, random) => {
  const copy = bytes.slice()
  const width = random.pick([1, 2, 4])
  if (copy.length < width) return copy
  const at = random.below(copy.length - width + 1)
  const value = random.pick(EDGES)
  for (let index = 0; index < width; index += 1) copy[at + index] = (value >>> (8 * index)) & 0xff
  return copy
}

const cut: Change = (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1))

const removed: Change = (bytes, random) => {
  const at = random.below(bytes.length + 1)
  return joined(bytes.subarray(0, at), bytes.subarray(at + random.below(MAX_PIECE)))
}

const repeated: Change = (bytes, random) => {
  const from = random.below(bytes.length + 1)
  return inserted(bytes, bytes.subarray(from, from + random.below(MAX_PIECE)), random)
}

const spliced: Change = (bytes, random, files) => {
  const other = random.pick(files)
  const from = random.below(other.length)
  return inserted(bytes, other.subarray(from, from + random.below(MAX_PIECE)), random)
}

const token: Change = (bytes, random) => inserted(bytes, random.pick(TOKENS), random)

const CHANGES: readonly Change[] = [overwritten, overwritten, edge, edge, cut, removed, repeated, spliced, token, token]

function inserted(bytes: Uint8Array, piece: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length + 1)
  return joined(bytes.subarray(0, at), piece, bytes.subarray(at))
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
