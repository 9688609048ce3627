/** Heart Rate Measurement (0x2A37): a byte of rate and what the skin contact says. */
import { gattTopic } from '../../topic.ts'
import type { Dialect } from './dialect.ts'

const CONTACT_SUPPORTED = 0b100
const CONTACT_DETECTED = 0b010

export const gattHeartRate: Dialect = ({ deviceId, readings }) => {
  const reading = readings.find(({ vital }) => vital === 'heartRate')
  if (!reading) return null
  const contact = reading.quality === 'noSignal' ? 0 : CONTACT_DETECTED
  return {
    topic: gattTopic(deviceId, '2a37'),
    payload: Uint8Array.of(CONTACT_SUPPORTED | contact, Math.min(255, Math.round(reading.value))),
  }
}
