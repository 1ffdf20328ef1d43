const HEADER_BYTES = 512
const FAT_LIST_OFFSET = 76
const FAT_LIST_ENTRIES = 109
const LAST_SECTOR_NUMBER = 0xfffffffa

/** Whether an OLE file is a wrapper around an encrypted xlsx: its directory names the stream that holds it. */
export function isEncryptedOle(bytes: Uint8Array): boolean {
  const name = [...'EncryptedPackage'].flatMap((char) => [char.charCodeAt(0), 0])
  let at = bytes.indexOf(name[0] ?? 0)
  while (at >= 0 && !name.every((byte, index) => bytes[at + index] === byte)) at = bytes.indexOf(name[0] ?? 0, at + 1)
  return at >= 0
}

/** Whether an OLE file is shorter than the sectors its allocation table links: cut while it was copied. */
export function isTruncatedOle(bytes: Uint8Array): boolean {
  if (bytes.byteLength < HEADER_BYTES) return true
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const shift = view.getUint16(30, true)
  if (shift !== 9 && shift !== 12) return true
  const sectorBytes = 1 << shift
  const numbersPerSector = sectorBytes / 4
  const startOf = (sector: number): number => (sector + 1) * sectorBytes
  for (let place = 0; place < FAT_LIST_ENTRIES; place += 1) {
    const fatSector = view.getUint32(FAT_LIST_OFFSET + place * 4, true)
    if (fatSector > LAST_SECTOR_NUMBER) break
    if (startOf(fatSector) + sectorBytes > bytes.byteLength) return true
    for (let index = 0; index < numbersPerSector; index += 1) {
      const next = view.getUint32(startOf(fatSector) + index * 4, true)
      if (next < LAST_SECTOR_NUMBER && startOf(next) >= bytes.byteLength) return true
    }
  }
  return false
}
