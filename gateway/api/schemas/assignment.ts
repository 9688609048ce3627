/** Who wore which device from when until when, as the API shows it. */
import { type Static, Type } from 'typebox'
import { NewAssignment, Assignment as StoredAssignment } from '../../store/assignmentTable.ts'
import { NullableTime, Time } from './time.ts'

const { id, deviceId, patientId, preference } = StoredAssignment.properties

export const Assignment = Type.Object({
  id,
  deviceId,
  patientId,
  from: Time,
  until: NullableTime,
  preference,
})
export type Assignment = Static<typeof Assignment>

export const AssignmentList = Type.Object({ assignments: Type.Array(Assignment) })
export type AssignmentList = Static<typeof AssignmentList>

export const AssignRequest = Type.Object(
  {
    deviceId: NewAssignment.properties.deviceId,
    patientId: NewAssignment.properties.patientId,
    from: Type.Optional(Time),
    preference: NewAssignment.properties.preference,
  },
  { additionalProperties: false },
)
export type AssignRequest = Static<typeof AssignRequest>

export const EndAssignmentRequest = Type.Object(
  { deviceId: NewAssignment.properties.deviceId, at: Type.Optional(Time) },
  { additionalProperties: false },
)
export type EndAssignmentRequest = Static<typeof EndAssignmentRequest>
