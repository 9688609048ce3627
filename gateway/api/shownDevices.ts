/** Devices with all that is known of how they are: whose they are, present or not, last seen, missing, refused. */
import { assignmentInForce } from '../../telehealth/assignment.ts'
import type { Device as StoredDevice } from '../store/deviceTable.ts'
import { isoTime } from './isoTime.ts'
import type { ApiPorts } from './ports.ts'
import type { PresenceBoard } from './presenceBoard.ts'
import type { Device } from './schemas/device.ts'

export type ShowDevices = (devices: readonly StoredDevice[]) => Promise<Device[]>

function total<Row extends { readonly deviceId: string }>(
  rows: readonly Row[],
  amount: (row: Row) => number,
): (deviceId: string) => number {
  const sums = new Map<string, number>()
  for (const row of rows) sums.set(row.deviceId, (sums.get(row.deviceId) ?? 0) + amount(row))
  return (deviceId) => sums.get(deviceId) ?? 0
}

export function createShowDevices(
  { journal, stores, now }: Pick<ApiPorts, 'journal' | 'stores' | 'now'>,
  presence: PresenceBoard,
): ShowDevices {
  return async (devices) => {
    const filter = devices.length === 1 ? { deviceId: devices[0]!.id } : {}
    const [latest, assignments, gaps, refusals] = await Promise.all([
      stores.latest.list(filter),
      stores.assignments.list(filter),
      journal.gaps({ deviceId: filter.deviceId ?? null }),
      journal.quarantineCounts(),
    ])
    const missing = total(gaps, ({ firstMissing, lastMissing }) => lastMissing - firstMissing + 1)
    const refused = total(refusals, ({ count }) => count)
    const assignmentsOf = Map.groupBy(assignments, ({ deviceId }) => deviceId)
    const latestOf = Map.groupBy(latest, ({ deviceId }) => deviceId)
    const nowMs = now()

    return devices.map((device) => {
      const { intervalS, createdAtMs, revokedAtMs, credentialVersion: _, ...shown } = device
      const here = presence.of(device.id)
      const seenAtMs = Math.max(
        here.since === null ? 0 : Date.parse(here.since),
        ...(latestOf.get(device.id) ?? []).map(({ receivedAtMs }) => receivedAtMs),
      )
      return {
        ...shown,
        intervalSeconds: intervalS,
        createdAt: isoTime(createdAtMs),
        revokedAt: isoTime(revokedAtMs),
        patientId: assignmentInForce(assignmentsOf.get(device.id) ?? [], nowMs)?.patientId ?? null,
        presence: here,
        lastSeenAt: isoTime(seenAtMs === 0 ? null : seenAtMs),
        missingMessages: missing(device.id),
        quarantined: refused(device.id),
      }
    })
  }
}
