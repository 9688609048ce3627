/** Parts that several requests share: identifiers, filters, pages. */
import { Type } from 'typebox'
import { Identifier } from '../../store/identifier.ts'

export const DeviceParams = Type.Object({ deviceId: Identifier })
export const PatientParams = Type.Object({ patientId: Identifier })

export const DeviceFilter = Type.Object(
  { deviceId: Type.Optional(Identifier) },
  { additionalProperties: false },
)

export const DeviceOrPatientFilter = Type.Object(
  { deviceId: Type.Optional(Identifier), patientId: Type.Optional(Identifier) },
  { additionalProperties: false },
)

/** A page of a list that is read from its newest entry back. */
export const PageSize = Type.Integer({ minimum: 1, maximum: 200, default: 50 })
