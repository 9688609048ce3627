/** What readers of the journal get: its entries as values. */
import type { RefusalCode } from '../../devices/refusal.ts'
import type { StoredReading } from './body.ts'

export interface StoredMessage {
  readonly position: number
  readonly deviceId: string
  /** null: nobody was assigned when it was measured. */
  readonly patientId: string | null
  /** Time of measurement as sent, Unix ms; that of receipt where `untimed`. */
  readonly atMs: number
  readonly receivedAtMs: number
  /** -1: the sender gave none. */
  readonly sequence: number
  /** Judged at the time of receipt. */
  readonly timeUntrusted: boolean
  readonly untimed: boolean
  /** Another message stands under the same device, time and sequence. */
  readonly conflict: boolean
  readonly readings: readonly StoredReading[]
}

export interface StoredRefusal {
  readonly position: number
  readonly deviceId: string
  readonly receivedAtMs: number
  readonly topic: string
  readonly code: RefusalCode
  readonly field: string
  readonly reason: string
  /** Bytes of the payload. */
  readonly size: number
  /** Hex. */
  readonly sha256: string
  /** null beyond the device's quota, and in lists. */
  readonly bytes: Uint8Array | null
  readonly bytesKept: boolean
}

export type Entry =
  | { readonly kind: 'message'; readonly message: StoredMessage }
  | { readonly kind: 'refusal'; readonly refusal: StoredRefusal }

/** Missing sequence numbers [firstMissing, lastMissing]. */
export interface SequenceGap {
  readonly deviceId: string
  readonly firstMissing: number
  readonly lastMissing: number
  readonly detectedAtMs: number
}

/** The time that a message is judged and charted by. */
export function judgedAtMs(message: Pick<StoredMessage, 'atMs' | 'receivedAtMs' | 'timeUntrusted'>): number {
  return message.timeUntrusted ? message.receivedAtMs : message.atMs
}
