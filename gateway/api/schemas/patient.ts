/** A patient as the API shows one. */
import { type Static, Type } from 'typebox'
import { Patient as StoredPatient } from '../../store/patientTables.ts'
import { Time } from './time.ts'

const { id, displayName, birthDate, sex, wardId } = StoredPatient.properties

export const Patient = Type.Object({ id, displayName, birthDate, sex, wardId, createdAt: Time })
export type Patient = Static<typeof Patient>

export const PatientList = Type.Object({ patients: Type.Array(Patient) })
export type PatientList = Static<typeof PatientList>
