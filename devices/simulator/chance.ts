/** Randomness by hashing: the same seed, name and index give the same number, in whatever order they are asked. */

export interface Chance {
  /** Evenly spread over [0, 1). */
  uniform(index: number): number
  /** Evenly spread over [low, high). */
  between(low: number, high: number, index?: number): number
  /** Standard normal. */
  normal(index?: number): number
  /** Independent randomness under a name. */
  fork(name: string | number): Chance
}

// Taken out of the global object once: jest's sandbox makes each look-up there cost a microsecond.
const { imul, floor, sqrt, log, cos, PI } = Math

/** FNV-1a over UTF-16 units, to spread names over 32 bits. */
function hashText(text: string, basis: number): number {
  let hash = basis
  for (let i = 0; i < text.length; i++) hash = imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** Finalizer of MurmurHash3: each input bit changes half of the output bits. */
function mix(word: number): number {
  let hash = word
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

export function createChance(seed: string | number): Chance {
  const basis = mix(hashText(String(seed), 0x811c9dc5))
  // An index may be a time in units of some seconds: beyond 32 bits, so both halves count.
  const word = (index: number, salt: number) =>
    mix(mix(basis ^ (index | 0) ^ salt) + imul(floor(index / 2 ** 32), 0x9e3779b1))
  const uniform = (index: number) => word(index, 0) / 2 ** 32
  return {
    uniform,
    between: (low, high, index = 0) => low + (high - low) * uniform(index),
    // Box-Muller; the half keeps the logarithm off zero.
    normal: (index = 0) =>
      sqrt(-2 * log((word(index, 0x5bd1e995) + 0.5) / 2 ** 32)) *
      cos(2 * PI * (word(index, 0x27d4eb2f) / 2 ** 32)),
    fork: (name) => createChance(`${basis}/${name}`),
  }
}
