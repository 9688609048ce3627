/** SFLOAT of IEEE 11073-20601: 4 bits of exponent, 12 of mantissa, both two's complement, base 10. */
import type { ByteReader } from './byteReader.ts'
import { decimal, type MedicalFloat } from './medicalFloat.ts'

const SPECIAL: ReadonlyMap<number, MedicalFloat> = new Map([
  [0x07fe, '+INFINITY'],
  [0x07ff, 'NaN'],
  [0x0800, 'NRes'],
  [0x0801, 'RESERVED'],
  [0x0802, '-INFINITY'],
])

export function readSfloat(reader: ByteReader): MedicalFloat {
  const bits = reader.u16()
  const special = SPECIAL.get(bits)
  if (special !== undefined) return special
  return decimal((bits << 20) >> 20, (bits << 16) >> 28)
}
