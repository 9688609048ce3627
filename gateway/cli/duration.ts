/** A length of time as people type it: 90s, 10m, 2h, 1d; a bare number is seconds. */
import { InvalidArgumentError } from 'commander'

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Of a timer: 2^31 - 1 ms. */
const MAX_MS = 2_147_483_647

/** @returns milliseconds, 24 days at most */
export function duration(text: string): number {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)?$/.exec(text.trim())
  const ms = match ? Number(match[1]) * UNITS[(match[2] ?? 's') as keyof typeof UNITS] : Number.NaN
  if (ms <= MAX_MS) return ms
  throw new InvalidArgumentError('Allowed is a length of time up to 24d, as in 90s, 10m or 2h.')
}
