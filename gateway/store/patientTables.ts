/** Patients and the wards they lie in. */
import { type Static, Type } from 'typebox'
import { Identifier } from './identifier.ts'
import { writtenName } from './writtenName.ts'

/** Administrative gender as in FHIR R4. */
export const SEXES = ['female', 'male', 'other', 'unknown'] as const

const displayName = writtenName(120, { personal: true })
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
  name: writtenName(80),
  createdAtMs: Type.Integer(),
})
export type Ward = Static<typeof Ward>
export type WardTable = Ward

export const NewWard = Type.Object({ name: Ward.properties.name }, { additionalProperties: false })
export type NewWard = Static<typeof NewWard>
