/**
 * Whether a device's time can be believed. Its clock is compared with ours on every message; the usual lead of
 * its clock (the skew) is allowed for, so a clock that is steadily ten minutes fast is believed once known.
 */

/** Ahead of us by more than the skew and this much: not believed. */
export const AHEAD_LIMIT_MS = 5 * 60_000
/** Behind us by more than this: not believed (a device that lost its date starts at 1970 or 2000). */
export const BEHIND_LIMIT_MS = 366 * 86_400_000
/** Leads beyond a day say nothing of skew: they are backlogs or lost dates. */
const SKEW_LIMIT_MS = 86_400_000
const SAMPLES = 16
/** Fewer samples give no estimate. */
const ENOUGH_SAMPLES = 8

export interface TrustTime {
  isTrusted(device: number, atMs: number, receivedAtMs: number): boolean
  /** Takes a stored message into account; one that came twice says nothing new of the clock. */
  learn(device: number, atMs: number, receivedAtMs: number): void
  /** Estimated lead of the device's clock over ours in milliseconds; NaN while unknown. */
  skewMs(device: number): number
  /** What was learned of a device, the oldest first. */
  leads(device: number): Float64Array
  restore(device: number, leads: Float64Array): void
}

export function createTrustTime(): TrustTime {
  const leads: (Float64Array | undefined)[] = []
  const counts: number[] = []

  /** The median: a backlog or a single wild time does not move it. */
  function skewMs(device: number): number {
    const count = counts[device] ?? 0
    if (count < ENOUGH_SAMPLES) return Number.NaN
    const known = (leads[device] as Float64Array).slice(0, Math.min(count, SAMPLES)).sort()
    return known[known.length >> 1]
  }

  function add(device: number, lead: number): void {
    let ring = leads[device]
    if (ring === undefined) {
      ring = leads[device] = new Float64Array(SAMPLES)
      counts[device] = 0
    }
    ring[counts[device]++ % SAMPLES] = lead
  }

  return {
    skewMs,
    learn(device, atMs, receivedAtMs) {
      const lead = atMs - receivedAtMs
      if (lead < SKEW_LIMIT_MS && lead > -SKEW_LIMIT_MS) add(device, lead)
    },
    leads(device) {
      const count = counts[device] ?? 0
      const known = Math.min(count, SAMPLES)
      return Float64Array.from({ length: known }, (_, i) => leads[device]![(count - known + i) % SAMPLES])
    },
    restore(device, known) {
      for (const lead of known) add(device, lead)
    },
    isTrusted(device, atMs, receivedAtMs) {
      const lead = atMs - receivedAtMs
      if (lead <= AHEAD_LIMIT_MS) return lead >= -BEHIND_LIMIT_MS
      // NaN (no estimate yet) leaves the plain limit; a clock behind ours does not tighten it
      return lead <= AHEAD_LIMIT_MS + Math.max(0, skewMs(device) || 0)
    },
  }
}
