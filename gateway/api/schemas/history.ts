/** One vital over a span of time, thinned to what a chart can draw. */
import { type Static, Type } from 'typebox'
import { Identifier } from '../../store/identifier.ts'
import { Gap } from './gap.ts'
import { Time } from './time.ts'
import { UcumUnit, VitalSign, VitalValue } from './vital.ts'

export const MAX_POINTS = 2000

export const HistoryRequest = Type.Object(
  {
    vital: VitalSign,
    patientId: Type.Optional(Identifier),
    deviceId: Type.Optional(Identifier),
    from: Type.Optional(Time),
    to: Type.Optional(Time),
    maxPoints: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_POINTS, default: 500 })),
  },
  { additionalProperties: false },
)
export type HistoryRequest = Static<typeof HistoryRequest>

export const HistoryPoint = Type.Object({
  at: Time,
  deviceId: Type.String(),
  min: VitalValue,
  max: VitalValue,
  mean: VitalValue,
  count: Type.Integer({ description: 'Readings with a value' }),
  late: Type.Integer({ description: 'How many of them came late' }),
  noSignal: Type.Integer({ description: 'Readings without a value' }),
})
export type HistoryPoint = Static<typeof HistoryPoint>

export const History = Type.Object({
  vital: VitalSign,
  loinc: Type.String(),
  unit: UcumUnit,
  from: Time,
  to: Time,
  bucketMs: Type.Integer({ description: '0: every reading as measured; else the span of one point' }),
  points: Type.Array(HistoryPoint),
  gaps: Type.Array(Gap, { description: 'Of these devices, found within the span' }),
})
export type History = Static<typeof History>
