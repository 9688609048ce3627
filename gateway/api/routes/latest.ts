/** Newest values, of one patient, one device, or all. */
import type { Api } from '../api.ts'
import { isoTime } from '../isoTime.ts'
import { latestValues } from '../latestValues.ts'
import type { ApiStores } from '../ports.ts'
import { LatestValues } from '../schemas/latest.ts'
import { DeviceOrPatientFilter } from '../schemas/parameters.ts'

export function latestRoutes(api: Api, stores: ApiStores, now: () => number): void {
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
      const values = latestValues({ latest, devices, assignments, nowMs })
      return {
        at: isoTime(nowMs),
        values: deviceId === undefined ? values : values.filter((value) => value.deviceId === deviceId),
      }
    },
  )
}
