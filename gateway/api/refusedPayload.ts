/** A stored refusal as the API and the sockets list it, without its bytes. */
import type { StoredRefusal } from '../journal/entry.ts'
import type { RefusedPayload } from './schemas/refusedPayload.ts'

export function refusedPayload(refusal: StoredRefusal): RefusedPayload {
  const { position, deviceId, topic, code, field, reason } = refusal
  const receivedAt = new Date(refusal.receivedAtMs).toISOString()
  return { position, deviceId, receivedAt, topic, code, field, reason, sizeBytes: refusal.size }
}
