/** The newest value of each device and vital, the preferred source marked. */
import { type Static, Type } from 'typebox'
import { Time } from './time.ts'
import { AgeBasis, ReadingQuality, UcumUnit, VitalSign, VitalValue } from './vital.ts'

export const LatestValue = Type.Object({
  patientId: Type.Union([Type.String(), Type.Null()], { description: 'null: the device was nobody’s' }),
  deviceId: Type.String(),
  vital: VitalSign,
  loinc: Type.String(),
  value: VitalValue,
  unit: UcumUnit,
  quality: ReadingQuality,
  measuredAt: Time,
  receivedAt: Time,
  ageBasis: AgeBasis,
  position: Type.Integer({ description: 'Place of its message in the journal' }),
  preferred: Type.Boolean({ description: 'Of a patient’s devices the one to be shown large' }),
})
export type LatestValue = Static<typeof LatestValue>

export const LatestValues = Type.Object({
  at: Time,
  values: Type.Array(LatestValue),
})
export type LatestValues = Static<typeof LatestValues>
