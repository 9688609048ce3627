/** Patients and the wards they lie in. */
import { type Static, Type } from 'typebox'
import { Identifier } from './identifier.ts'

/** Administrative gender as in FHIR R4. */
export const SEXES = ['female', 'male', 'other', 'unknown'] as const

const displayName = Type.String({
  minLength: 1,
  maxLength: 120,
  pattern: '\\S',
  description: '1 to 120 characters, not only spaces',
  personal: true,
})
const birthDate = Type.Union([Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), Type.Null()], {
  description: 'a date such as 1950-12-31, or null',
  personal: true,
})
const sex = Type.Union([Type.Enum([...SEXES]), Type.Null()], {
  description: `${SEXES.join(', ')} or null`,
  personal: true,
})
const wardId = Type.Union([Identifier, Type.Null()], { description: 'the id of a ward, or null' })

export const Patient = Type.Object({
  id: Identifier,
  displayName,
  birthDate,
  sex,
  wardId,
  createdAtMs: Type.Integer(),
})
export type Patient = Static<typeof Patient>
export type PatientTable = Patient

export const NewPatient = Type.Object(
  {
    displayName,
    birthDate: Type.Optional(birthDate),
    sex: Type.Optional(sex),
    wardId: Type.Optional(wardId),
  },
  { additionalProperties: false },
)
export type NewPatient = Static<typeof NewPatient>

export const Ward = Type.Object({
  id: Identifier,
  name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S', description: '1 to 80 characters' }),
  createdAtMs: Type.Integer(),
})
export type Ward = Static<typeof Ward>
export type WardTable = Ward

export const NewWard = Type.Object({ name: Ward.properties.name }, { additionalProperties: false })
export type NewWard = Static<typeof NewWard>
