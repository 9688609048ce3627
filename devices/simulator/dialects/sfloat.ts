/** Medical 16-bit float of IEEE 11073-20601: mantissa of 12 bits, decimal exponent of 4. */

/** What a sensor sends when it could not measure: Not at this Resolution. */
export const SFLOAT_NOT_AT_THIS_RESOLUTION = 0x0800

/** @param decimals digits after the point that are kept; the mantissa must fit -2045 to 2045 */
export function sfloat(value: number, decimals: number): number {
  const mantissa = Math.round(value * 10 ** decimals)
  if (Math.abs(mantissa) > 2045) throw new RangeError('mantissa does not fit twelve bits')
  return ((-decimals & 0x0f) << 12) | (mantissa & 0x0fff)
}
