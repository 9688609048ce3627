/** SenML JSON (RFC 8428): one pack, base name and time in its first record. */
import { senmlTopic } from '../../topic.ts'
import { type VitalName, vitalNamed } from '../../vitals.ts'
import type { Dialect } from './dialect.ts'

/** Units of the SenML registry; UCUM where it has none. A percentage is /100 there: % is a ratio (RFC 8798). */
const UNITS: Readonly<Partial<Record<VitalName, string>>> = {
  heartRate: 'beat/min',
  bodyTemperature: 'Cel',
  oxygenSaturation: '/100',
}

export const senml: Dialect = ({ deviceId, atMs, readings }) => ({
  topic: senmlTopic(deviceId),
  payload: Buffer.from(
    JSON.stringify(
      readings.map(({ vital, value }, index) => ({
        ...(index === 0 ? { bn: `urn:dev:ops:${deviceId}:`, bt: atMs / 1000 } : {}),
        n: vital,
        u: UNITS[vital] ?? vitalNamed(vital)!.unit,
        v: value,
      })),
    ),
  ),
})
