/** Waits for a time of day that a clock shows. */
import { setTimeout as sleep } from 'node:timers/promises'

/** A clock that is set must not leave a wait of hours behind. */
const LONGEST_MS = 60_000

/** Timers may fire a millisecond early: it looks at the clock again. Returns at once when the signal aborts. */
export async function sleepUntil(atMs: number, now: () => number, signal: AbortSignal): Promise<void> {
  while (now() < atMs && !signal.aborted) {
    await sleep(Math.ceil(Math.min(atMs - now(), LONGEST_MS)), undefined, { signal }).catch(() => {})
  }
}
