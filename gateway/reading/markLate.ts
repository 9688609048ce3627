/** Step 5: readings that a newer one has superseded are marked late; all others may become the newest. */
import { isValue } from '../../devices/quality.ts'
import { ENTRY, MARK } from '../journal/flags.ts'
import type { Batch } from './batch.ts'
import type { Lateness } from './lateness.ts'

/** @returns how many readings of the message are late */
export function markLate(batch: Batch, m: number, lateness: Lateness): number {
  // judged at the time of receipt, so never late; and never the newest by a time that nobody believes
  if (batch.flags[m] & ENTRY.timeUntrusted) return 0
  let late = 0
  for (let r = batch.firstReading[m]; r < batch.firstReading[m + 1]; r++) {
    if (!isValue(batch.quality(r))) continue
    if (lateness.isLate(batch.device[m], batch.patient[m], batch.vital[r], batch.atMs[m])) {
      batch.marks[r] |= MARK.late
      late++
    }
  }
  return late
}
