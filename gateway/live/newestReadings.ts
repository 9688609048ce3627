/** Thins a batch to what a screen shows large: the newest reading of each device and vital. */
import type { LiveReading } from './channels.ts'

/** @param readings in the order of the journal; late ones give way to any other */
export function newestReadings(readings: readonly LiveReading[]): LiveReading[] {
  const newest = new Map<string, LiveReading>()
  for (const reading of readings) {
    const key = `${reading.vital} ${reading.deviceId}`
    const known = newest.get(key)
    if (!known || known.late || !reading.late) newest.set(key, reading)
  }
  return [...newest.values()]
}
