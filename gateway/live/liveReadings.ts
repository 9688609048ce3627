/** The readings of one stored message as screens hear them. */
import { shownReading } from '../api/shownReading.ts'
import type { StoredMessage } from '../journal/entry.ts'
import type { LiveReading } from './channels.ts'

export function liveReadings(message: StoredMessage): LiveReading[] {
  const { position, deviceId, patientId } = message
  const measuredAt = new Date(message.atMs).toISOString()
  const receivedAt = new Date(message.receivedAtMs).toISOString()
  const ageBasis = message.timeUntrusted || message.untimed ? 'received' : 'measured'
  return message.readings.map((reading) => ({
    position,
    deviceId,
    patientId,
    ...shownReading(reading),
    measuredAt,
    receivedAt,
    ageBasis,
    late: reading.late,
  }))
}
