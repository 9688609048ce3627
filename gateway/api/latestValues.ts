/** Newest values as the API shows them, with the preferred source of each patient and vital marked. */
import { vitalWithCode } from '../../devices/vitals.ts'
import { assignmentInForce } from '../../telehealth/assignment.ts'
import { preferredSource } from '../../telehealth/preferredSource.ts'
import type { Assignment } from '../store/assignmentTable.ts'
import type { Device } from '../store/deviceTable.ts'
import type { Latest } from '../store/latestTable.ts'
import { isoTime } from './isoTime.ts'
import type { LatestValue } from './schemas/latest.ts'
import { shownReading } from './shownReading.ts'

export interface LatestValuesInput {
  readonly latest: readonly Latest[]
  readonly devices: readonly Device[]
  readonly assignments: readonly Assignment[]
  /** Positions of messages that carried no time, or one ahead of ours that is not trusted. */
  readonly untold: ReadonlySet<number>
  readonly nowMs: number
}

/** A device that is nobody's stands alone; a patient's devices compete for each vital. */
function group({ patientId, deviceId, vitalCode }: Latest): string {
  return patientId === null ? `device ${deviceId} ${vitalCode}` : `patient ${patientId} ${vitalCode}`
}

export function latestValues({
  latest,
  devices,
  assignments,
  untold,
  nowMs,
}: LatestValuesInput): LatestValue[] {
  const intervals = new Map(devices.map(({ id, intervalS }) => [id, intervalS]))
  const assignmentsOf = Map.groupBy(assignments, ({ deviceId }) => deviceId)

  function source(row: Latest) {
    const inForce = assignmentInForce(assignmentsOf.get(row.deviceId) ?? [], nowMs)
    const intervalS = intervals.get(row.deviceId) ?? null
    return {
      row,
      deviceId: row.deviceId,
      preference: inForce?.patientId === row.patientId ? (inForce?.preference ?? null) : null,
      intervalMs: intervalS === null ? null : intervalS * 1000,
      quality: row.quality,
      effectiveAtMs: row.effectiveAtMs,
    }
  }

  return [...Map.groupBy(latest, group).values()].flatMap((rows) => {
    const preferred = preferredSource(rows.map(source), nowMs)?.row
    return rows.map((row) => ({
      patientId: row.patientId,
      deviceId: row.deviceId,
      loinc: vitalWithCode(row.vitalCode)?.loinc ?? '',
      ...shownReading(row),
      measuredAt: isoTime(row.atMs),
      receivedAt: isoTime(row.receivedAtMs),
      // judged by a later time than its own: years behind, and not trusted
      ageBasis: row.effectiveAtMs > row.atMs || untold.has(row.position) ? 'received' : 'measured',
      position: row.position,
      preferred: row === preferred,
    }))
  })
}
