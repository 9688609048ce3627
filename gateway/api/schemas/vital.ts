/** A vital sign and a value of it, as the API speaks of them. */
import { type Static, Type } from 'typebox'
import { QUALITIES } from '../../../devices/quality.ts'
import { VITAL_NAMES } from '../../../devices/vitals.ts'

export const VitalSign = Type.Enum(VITAL_NAMES, { description: 'Name of the vital sign' })
export type VitalSign = Static<typeof VitalSign>

export const ReadingQuality = Type.Enum([...QUALITIES], {
  description: 'What the sensor says of its reading',
})
export type ReadingQuality = Static<typeof ReadingQuality>

/** Which of its two times says how old a reading is. */
export const AgeBasis = Type.Enum(['measured', 'received'], {
  description: 'received: the payload carried no time, or one that can not be trusted',
})
export type AgeBasis = Static<typeof AgeBasis>

export const VitalValue = Type.Union([Type.Number(), Type.Null()], {
  description: 'Decimal number in the unit; null where the sensor says it measured nothing',
})
export type VitalValue = Static<typeof VitalValue>

export const UcumUnit = Type.String({ description: 'UCUM code of the unit' })
