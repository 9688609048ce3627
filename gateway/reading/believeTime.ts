/** Step 2: which time a message is judged by. It is stored as sent, whether believed or not (promise 4). */
import { ENTRY, PACKET_ID_SHIFT } from '../journal/flags.ts'
import type { Batch } from './batch.ts'
import type { Frame } from './frame.ts'
import type { TrustTime } from './trustTime.ts'

/** @returns the time to judge by: the measured one if believed, else that of receipt */
export function believeTime(batch: Batch, m: number, frame: Frame, trustTime: TrustTime): number {
  const atMs = batch.atMs[m]
  if (Number.isNaN(atMs)) {
    batch.atMs[m] = frame.receivedAtMs
    batch.flags[m] |= ENTRY.untimed | (frame.packetId << PACKET_ID_SHIFT)
    return frame.receivedAtMs
  }
  if (trustTime.isTrusted(batch.device[m], atMs, frame.receivedAtMs)) return atMs
  batch.flags[m] |= ENTRY.timeUntrusted
  return frame.receivedAtMs
}
