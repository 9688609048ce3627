/** Reads little-endian fields one after the other; beyond the end it reads zeros and remembers that it did. */
export interface ByteReader {
  u8(): number
  u16(): number
  i16(): number
  u24(): number
  i24(): number
  i8(): number
  /** Bytes that the fields read so far take, which is more than there are once it read beyond the end. */
  readonly position: number
  readonly remaining: number
}

export function createByteReader(bytes: Uint8Array): ByteReader {
  let position = 0
  const u8 = (): number => bytes[position++] ?? 0
  const u16 = (): number => u8() | (u8() << 8)
  const u24 = (): number => u16() | (u8() << 16)
  return {
    u8,
    u16,
    u24,
    i8: () => (u8() << 24) >> 24,
    i16: () => (u16() << 16) >> 16,
    i24: () => (u24() << 8) >> 8,
    get position() {
      return position
    },
    get remaining() {
      return bytes.length - position
    },
  }
}
