/** Who has a tile: patients that wear something, and devices that nobody wears. */
import type { AssignmentList } from '../../../gateway/api/schemas/assignment.ts'
import type { Device } from '../../../gateway/api/schemas/device.ts'
import type { Patient } from '../../../gateway/api/schemas/patient.ts'
import { deviceName } from '../words/presenceWords.ts'
import { deviceKey, patientKey, type SubjectKey } from './subject.ts'

export interface TileSubject {
  readonly key: SubjectKey
  readonly title: string
  readonly devices: readonly Device[]
}

export interface Subjects {
  readonly patients: readonly TileSubject[]
  readonly unassigned: readonly TileSubject[]
  /** Patients whom no device ever measured are not on a page of readings, but not forgotten either. */
  readonly withoutDevice: readonly Patient[]
}

export interface SubjectsInput {
  readonly patients: readonly Patient[]
  readonly devices: readonly Device[]
  readonly assignments: AssignmentList['assignments']
}

export function subjects({ patients, devices, assignments }: SubjectsInput): Subjects {
  const inUse = devices.filter(({ revokedAt }) => revokedAt === null)
  const worn = Map.groupBy(inUse, ({ patientId }) => patientId)
  const everAssigned = new Set(assignments.map(({ patientId }) => patientId))
  return {
    patients: patients
      .filter(({ id }) => everAssigned.has(id))
      .map(({ id, displayName }) => ({
        key: patientKey(id),
        title: displayName,
        devices: worn.get(id) ?? [],
      })),
    // A bridge measures nothing itself.
    unassigned: (worn.get(null) ?? [])
      .filter(({ kind }) => kind !== 'bridge')
      .map((device) => ({ key: deviceKey(device.id), title: deviceName(device), devices: [device] })),
    withoutDevice: patients.filter(({ id }) => !everAssigned.has(id)),
  }
}
