/** Step 5: readings that a newer one has superseded are marked late; all others may become the newest. */
import { isValue } from '../../devices/quality.ts'
import { ENTRY, MARK } from '../journal/flags.ts'
import type { Batch } from './batch.ts'
import type { Lateness } from './lateness.ts'

/** @returns how many readings of the message are late */
export function markLate(batch: Batch, m: number, lateness: Lateness): number {
  const device = batch.device[m]
  const patient = batch.patient[m]
  const receivedAtMs = batch.receivedAtMs[m]
  const flags = batch.flags[m]
  // judged at the time of receipt, so never late; and never the newest by a time that nobody believes
  if (flags & ENTRY.timeUntrusted) return 0
  let late = 0
  for (let r = batch.firstReading[m]; r < batch.firstReading[m + 1]; r++) {
    if (!isValue(batch.quality(r))) continue
    if (flags & ENTRY.untimed) lateness.renew(device, patient, batch.vital[r], receivedAtMs)
    else if (lateness.isLate(device, patient, batch.vital[r], batch.atMs[m], receivedAtMs)) {
      batch.marks[r] |= MARK.late
      late++
    }
  }
  return late
}
