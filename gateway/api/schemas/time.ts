/** A moment: ISO 8601 in UTC on the way out, with any offset on the way in. */
import { type Static, Type } from 'typebox'

export const Time = Type.String({ format: 'date-time' })
export type Time = Static<typeof Time>

export const NullableTime = Type.Union([Time, Type.Null()])
export type NullableTime = Static<typeof NullableTime>
