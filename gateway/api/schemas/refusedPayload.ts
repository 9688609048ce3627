/** One payload in quarantine: where it came from and which field is to blame. */
import { type Static, Type } from 'typebox'
import { REFUSAL_CODES } from '../../../devices/refusal.ts'
import { Time } from './time.ts'

export const RefusalReason = Type.Enum([...REFUSAL_CODES])
export type RefusalReason = Static<typeof RefusalReason>

export const RefusedPayload = Type.Object({
  position: Type.Integer({ description: 'Place in the journal' }),
  deviceId: Type.String(),
  receivedAt: Time,
  topic: Type.String(),
  code: RefusalReason,
  field: Type.String({ description: 'Path of the field to blame; empty: the payload as a whole' }),
  reason: Type.String(),
  sizeBytes: Type.Integer(),
})
export type RefusedPayload = Static<typeof RefusedPayload>
