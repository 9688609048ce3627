/** Noise that remembers: a first-order autoregressive process that can be asked for any time, in any order. */
import type { Chance } from './chance.ts'

export interface DriftOptions {
  readonly chance: Chance
  /** Time after which the correlation has fallen to 1/e. */
  readonly timeConstantMs: number
  readonly standardDeviation: number
}

/** Knots a time constant; fewer would flatten the noise between them. */
const KNOTS = 4
/** Terms of the sum: e^-6 of the oldest is left out, 0.3 % of a deviation. */
const TERMS = 6 * KNOTS

/**
 * The Ornstein-Uhlenbeck process sampled at knots is AR(1) with phi = e^(-spacing / timeConstant); written as its
 * moving average over hashed shocks, no state is kept. Linear between knots.
 */
export function createDrift({ chance, timeConstantMs, standardDeviation }: DriftOptions) {
  const spacingMs = timeConstantMs / KNOTS
  const phi = Math.exp(-1 / KNOTS)
  const scale = standardDeviation * Math.sqrt(1 - phi * phi)

  const knot = (index: number): number => {
    let sum = 0
    for (let term = TERMS - 1; term >= 0; term--) sum = sum * phi + chance.normal(index - term)
    return sum * scale
  }

  // The last stretch between two knots: the next question nearly always falls into it again.
  let index = Number.NaN
  let left = 0
  let right = 0

  return (atMs: number): number => {
    const position = atMs / spacingMs
    const wanted = Math.floor(position)
    if (wanted !== index) {
      left = wanted === index + 1 ? right : knot(wanted)
      right = knot(wanted + 1)
      index = wanted
    }
    return left + (right - left) * (position - index)
  }
}
