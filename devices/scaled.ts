/** Turns a number as people wrote it into the integer that is stored. */

/**
 * Rounds half away from zero, by the decimal that was written and not by its binary neighbour:
 * 97.55 is 976 tenths although the double nearest to it is 97.5499999….
 * @returns integer of 10^-decimals units, never -0; infinite where the number is
 */
export function scaled(value: number, decimals: number): number {
  const magnitude = Math.abs(value)
  const text = String(magnitude)
  // Exponents appear from 1e21 and below 1e-6: far outside, or zero at any number of decimals kept here.
  const shifted = text.includes('e') ? magnitude * 10 ** decimals : Number(`${text}e${decimals}`)
  const rounded = Math.round(shifted)
  return value < 0 && rounded !== 0 ? -rounded : rounded
}

/** True where the integer says the number exactly. */
export function isExact(value: number, integer: number, decimals: number): boolean {
  return Number(`${integer}e-${decimals}`) === value
}
