/** FLOAT of IEEE 11073-20601: 8 bits of exponent, 24 of mantissa, both two's complement, base 10. */
import type { ByteReader } from './byteReader.ts'
import { decimal, type MedicalFloat } from './medicalFloat.ts'

/** Mantissas beside an exponent of 0. */
const SPECIAL: ReadonlyMap<number, MedicalFloat> = new Map([
  [0x7ffffe, '+INFINITY'],
  [0x7fffff, 'NaN'],
  [-0x800000, 'NRes'],
  [-0x7fffff, 'RESERVED'],
  [-0x7ffffe, '-INFINITY'],
])

export function readFloat(reader: ByteReader): MedicalFloat {
  const mantissa = reader.i24()
  const exponent = reader.i8()
  const special = exponent === 0 ? SPECIAL.get(mantissa) : undefined
  return special ?? decimal(mantissa, exponent)
}
