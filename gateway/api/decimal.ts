/** Decimal numbers out of scaled integers. */

/**
 * 975 at 1 decimal is 97.5. Both sides of the division are exact and IEEE 754 rounds it once, so the result is
 * the double nearest to the decimal fraction and prints as it.
 */
export function decimal(scaled: number, decimals: number): number {
  return scaled / 10 ** decimals
}

/** A mean of scaled integers with one digit more than they have. */
export function meanDecimal(scaledMean: number, decimals: number): number {
  return decimal(Math.round(scaledMean * 10), decimals + 1)
}
