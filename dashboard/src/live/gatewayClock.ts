/** The gateway's time on a screen whose own clock may be wrong. */

export interface GatewayClock {
  /** Unix ms by the gateway's clock. */
  now(): number
  /** The gateway said what time it is. */
  observe(iso: string): void
  /** How far the screen's clock is ahead. */
  screenAheadMs(): number
  /** A moment of the screen's clock by the gateway's. */
  ofScreen(screenMs: number): number
}

/** The way of a message through a busy machine is not an error of its clock. */
const SMOOTHING = 0.2
const JUMP_MS = 2000

export function createGatewayClock(screenNow: () => number): GatewayClock {
  let aheadMs: number | null = null
  const ahead = () => aheadMs ?? 0
  return {
    now: () => screenNow() - ahead(),
    screenAheadMs: ahead,
    ofScreen: (screenMs) => screenMs - ahead(),
    observe(iso) {
      const seenMs = screenNow() - Date.parse(iso)
      if (aheadMs === null || Math.abs(seenMs - aheadMs) > JUMP_MS) aheadMs = seenMs
      else aheadMs += SMOOTHING * (seenMs - aheadMs)
    },
  }
}
