/** A message as the journal's reader gives it. */
import { QUALITY } from '../../devices/quality.ts'
import type { StoredMessage } from '../../gateway/journal/entry.ts'

export function storedMessage(with_: Partial<StoredMessage> = {}): StoredMessage {
  return {
    position: 1,
    deviceId: 'oxi-1',
    patientId: null,
    atMs: Date.UTC(2026, 10, 20, 12),
    receivedAtMs: Date.UTC(2026, 10, 20, 12) + 250,
    sequence: 1,
    timeUntrusted: false,
    untimed: false,
    conflict: false,
    readings: [{ vitalCode: 2, value: 975, decimals: 1, quality: QUALITY.good, late: false, original: null }],
    ...with_,
  } as StoredMessage
}
