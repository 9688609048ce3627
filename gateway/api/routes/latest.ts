/** Newest values, of one patient, one device, or all. */
import type { Latest } from '../../store/latestTable.ts'
import type { Api } from '../api.ts'
import { isoTime } from '../isoTime.ts'
import { latestValues } from '../latestValues.ts'
import type { ApiPorts } from '../ports.ts'
import { LatestValues } from '../schemas/latest.ts'
import { DeviceOrPatientFilter } from '../schemas/parameters.ts'

/**
 * A message without a time is kept under that of its receipt, as is one that took no millisecond; one ahead of our
 * clock may be trusted or not. Only the journal tells them apart.
 */
async function untoldPositions(
  latest: readonly Latest[],
  journal: Pick<ApiPorts['journal'], 'entriesAfter'>,
): Promise<Set<number>> {
  const doubtful = latest.filter(({ atMs, receivedAtMs }) => atMs >= receivedAtMs)
  const positions = [...new Set(doubtful.map(({ position }) => position))]
  const entries = await Promise.all(positions.map((position) => journal.entriesAfter(position - 1, 1)))
  return new Set(
    entries.flatMap(([entry]) =>
      entry?.kind === 'message' && (entry.message.untimed || entry.message.timeUntrusted)
        ? [entry.message.position]
        : [],
    ),
  )
}

export function latestRoutes(
  api: Api,
  { stores, journal, now }: Pick<ApiPorts, 'stores' | 'journal' | 'now'>,
): void {
  api.get(
    '/latest',
    {
      schema: {
        tags: ['readings'],
        summary: 'The newest value of each vital and source, the preferred source marked',
        querystring: DeviceOrPatientFilter,
        response: { 200: LatestValues },
      },
    },
    async ({ query: { deviceId, patientId } }) => {
      // All sources of a patient are needed to tell the preferred one, so one device is picked afterwards.
      const [latest, devices, assignments] = await Promise.all([
        stores.latest.list(patientId === undefined ? {} : { patientId }),
        stores.devices.list(),
        stores.assignments.list(),
      ])
      const nowMs = now()
      const untold = await untoldPositions(latest, journal)
      const values = latestValues({ latest, devices, assignments, untold, nowMs })
      return {
        at: isoTime(nowMs),
        values: deviceId === undefined ? values : values.filter((value) => value.deviceId === deviceId),
      }
    },
  )
}
