/** Doctor: the clock is in the present, as far as can be told without asking the network. */
import { type Finding, failed, ok } from './finding.ts'
import type { Installation } from './installation.ts'

/** No clock is right that is before this version was made; a battery-less board wakes in 1970. */
const EARLIEST_MS = Date.UTC(2026, 0, 1)
const LATEST_MS = Date.UTC(2100, 0, 1)

export function checkClock({ now }: Installation): Finding {
  const nowMs = now()
  const shown = new Date(nowMs).toISOString()
  if (nowMs >= EARLIEST_MS && nowMs < LATEST_MS) return ok('clock', shown)
  return failed('clock', `${shown} can not be`, 'set the clock of this machine, and keep it set with NTP')
}
