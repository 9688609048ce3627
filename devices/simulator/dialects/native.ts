/** Vitalgate's own JSON. */
import { vitalsTopic } from '../../topic.ts'
import { vitalNamed } from '../../vitals.ts'
import type { Dialect } from './dialect.ts'

export const native: Dialect = ({ deviceId, sequence, atMs, readings }) => ({
  topic: vitalsTopic(deviceId),
  payload: Buffer.from(
    JSON.stringify({
      seq: sequence,
      at: new Date(atMs).toISOString(),
      readings: readings.map(({ vital, value, quality }) => ({
        vital,
        value,
        unit: vitalNamed(vital)!.unit,
        quality,
      })),
    }),
  ),
})
