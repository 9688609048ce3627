/** Sequence numbers that a device jumped over. */
import { type Static, Type } from 'typebox'
import { Time } from './time.ts'

export const Gap = Type.Object({
  deviceId: Type.String(),
  firstMissing: Type.Integer(),
  lastMissing: Type.Integer(),
  detectedAt: Time,
})
export type Gap = Static<typeof Gap>

export const GapList = Type.Object({ gaps: Type.Array(Gap) })
export type GapList = Static<typeof GapList>
