/** A refused payload as the journal's reader gives it. */
import { createHash } from 'node:crypto'
import type { StoredRefusal } from '../../gateway/journal/entry.ts'

export function storedRefusal(with_: Partial<StoredRefusal> = {}): StoredRefusal {
  const bytes = with_.bytes ?? new TextEncoder().encode('{"readings":[{"vital":"heartRate","unit":"bpm"}]}')
  return {
    position: 1,
    deviceId: 'oxi-1',
    receivedAtMs: Date.UTC(2026, 10, 20, 12),
    topic: 'v1/oxi-1/vitals',
    code: 'wrongUnit',
    field: 'readings[0].unit',
    reason: 'readings[0].unit: given "bpm", allowed /min',
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes,
    bytesKept: true,
    ...with_,
  }
}
