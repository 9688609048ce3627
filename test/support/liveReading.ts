/** A reading as screens hear it. */
import type { LiveReading } from '../../gateway/live/channels.ts'

export function liveReading(with_: Partial<LiveReading> = {}): LiveReading {
  return {
    position: 1,
    deviceId: 'oxi-1',
    patientId: null,
    vital: 'oxygenSaturation',
    value: 97.5,
    unit: '%',
    quality: 'good',
    measuredAt: '2026-11-20T12:00:00.000Z',
    receivedAt: '2026-11-20T12:00:00.250Z',
    ageBasis: 'measured',
    late: false,
    ...with_,
  }
}
