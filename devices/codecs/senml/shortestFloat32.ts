/**
 * The decimal that a sender meant when it rounded to 32 bits: 36.6 travels as 36.599998474121094, and a reading of a
 * thermometer must not become more exact on its way.
 */
export function shortestFloat32(value: number): number {
  if (Math.fround(value) !== value) return value
  for (let digits = 1; digits <= 9; digits++) {
    const rounded = Number(value.toPrecision(digits))
    if (Math.fround(rounded) === value) return rounded
  }
  return value
}
