/** The newest value of each device, patient and vital: the row, and what is shown of it. */
import { type Static, Type } from 'typebox'

export const Latest = Type.Object({
  deviceId: Type.String(),
  patientId: Type.Union([Type.String(), Type.Null()], {
    description: 'null: the device was assigned to nobody',
  }),
  vitalCode: Type.Integer(),
  value: Type.Integer({ description: "Integer of 10^-decimals of the vital's unit" }),
  quality: Type.Integer({ description: 'Number from QUALITY' }),
  atMs: Type.Integer({ description: 'Measured, as sent' }),
  receivedAtMs: Type.Integer(),
  effectiveAtMs: Type.Integer({
    description:
      'What "newest" goes by: the measured time, or the received one where that can not be trusted',
  }),
  position: Type.Integer({ description: 'Of its message in the journal' }),
})
export type Latest = Static<typeof Latest>

/** '' is nobody: NULL can not be part of a key. */
export type LatestTable = Omit<Latest, 'patientId'> & { patientId: string }
