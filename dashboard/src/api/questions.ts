/** What this page asks the gateway, each with the name under which the answer is kept. */
import { queryOptions } from '@tanstack/react-query'
import type { AssignmentList } from '../../../gateway/api/schemas/assignment.ts'
import type { DeviceList } from '../../../gateway/api/schemas/device.ts'
import type { GapList } from '../../../gateway/api/schemas/gap.ts'
import type { LatestValues } from '../../../gateway/api/schemas/latest.ts'
import type { PatientList } from '../../../gateway/api/schemas/patient.ts'
import type { QuarantinedPayload, QuarantinePage } from '../../../gateway/api/schemas/quarantine.ts'
import { askGateway } from './askGateway.ts'

/** Presence, gaps and the preferred source change without a word on the socket. */
const REFRESH_MS = 15_000

function question<Answer>(path: string, refetchInterval: number | false = REFRESH_MS) {
  return queryOptions({
    queryKey: path.split('?'),
    queryFn: ({ signal }) => askGateway<Answer>(path, signal),
    refetchInterval,
  })
}

export const devicesQuestion = question<DeviceList>('devices')
export const patientsQuestion = question<PatientList>('patients', false)
export const assignmentsQuestion = question<AssignmentList>('assignments', false)
export const latestQuestion = question<LatestValues>('latest')
export const quarantineQuestion = question<QuarantinePage>('quarantine?limit=20')
export const gapsQuestion = question<GapList>('gaps')

export function refusedPayloadQuestion(position: number) {
  return question<QuarantinedPayload>(`quarantine/${position}`, false)
}
