/** A number of IEEE 11073-20601, or one of the words it has where there is none. */
export type MedicalFloat = number | 'NaN' | 'NRes' | '+INFINITY' | '-INFINITY' | 'RESERVED'

/** The decimal that was meant: 376 and -1 are 37.6 exactly, which 376 * 0.1 is not. */
export function decimal(mantissa: number, exponent: number): number {
  return Number(`${mantissa}e${exponent}`)
}
