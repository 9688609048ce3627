/** Who wore which device from when until when. */
import { type Static, Type } from 'typebox'
import { Identifier } from './identifier.ts'

const LAST_MS_OF_YEAR_9999 = 253_402_300_799_999
const Milliseconds = Type.Integer({ minimum: 0, maximum: LAST_MS_OF_YEAR_9999 })

export const Assignment = Type.Object({
  id: Identifier,
  deviceId: Identifier,
  patientId: Identifier,
  /** Readings measured in [fromMs, untilMs) are the patient's. */
  fromMs: Milliseconds,
  untilMs: Type.Union([Milliseconds, Type.Null()], { description: 'null: until further notice' }),
  /** Among a patient's devices that measure the same vital the greatest one is shown first. */
  preference: Type.Integer(),
})
export type Assignment = Static<typeof Assignment>
export type AssignmentTable = Assignment

export const NewAssignment = Type.Object(
  {
    deviceId: Type.String({ description: 'the id of a registered device or sensor' }),
    patientId: Type.String({ description: 'the id of a patient' }),
    fromMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: LAST_MS_OF_YEAR_9999,
        description: 'Unix milliseconds; now without it',
      }),
    ),
    preference: Type.Optional(
      Type.Integer({
        minimum: -1000,
        maximum: 1000,
        description: '-1000 to 1000; the greatest is preferred',
      }),
    ),
  },
  { additionalProperties: false },
)
export type NewAssignment = Static<typeof NewAssignment>
