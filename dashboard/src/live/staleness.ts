/** From which age on a value no longer passes for current. */
import type { VitalName } from '../../../devices/vitals.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const LEAST_MS = 30_000
const MISSED_INTERVALS = 3
/** Where nobody said how often the device measures. */
const UNKNOWN_INTERVAL_MS = 5 * MINUTE_MS

/** What is measured now and then, whatever the interval of its device. */
const RARELY_MEASURED: Partial<Record<VitalName, number>> = {
  systolicBloodPressure: HOUR_MS,
  diastolicBloodPressure: HOUR_MS,
  bodyTemperature: 15 * MINUTE_MS,
  glucose: 20 * MINUTE_MS,
  bodyWeight: 26 * HOUR_MS,
  steps: HOUR_MS,
  consciousness: 4 * HOUR_MS,
  supplementalOxygen: 4 * HOUR_MS,
}

/** @param intervalSeconds of the device, null where unknown */
export function staleAfterMs(vital: VitalName, intervalSeconds: number | null): number {
  const expected = intervalSeconds === null ? UNKNOWN_INTERVAL_MS : MISSED_INTERVALS * intervalSeconds * 1000
  return Math.max(LEAST_MS, expected, RARELY_MEASURED[vital] ?? 0)
}
