/** Glucose Measurement (0x2A18): sequence, time, concentration in kg/L, kind of blood and place. */
import { gattTopic } from '../../topic.ts'
import { dateTime } from './dateTime.ts'
import type { Dialect } from './dialect.ts'
import { sfloat } from './sfloat.ts'

/** Concentration, type and location present; bit 2 clear: kg/L. */
const FLAGS = 0b00010
/** High nibble finger, low nibble capillary whole blood. */
const FINGER_CAPILLARY = 0x11
/** mg/dL to kg/L is 10^-5: the exponent carries it. */
const MILLIGRAM_PER_DECILITRE_DIGITS = 5

export const gattGlucose: Dialect = ({ deviceId, sequence, atMs, readings }) => {
  const reading = readings.find(({ vital }) => vital === 'glucose')
  if (!reading || reading.quality === 'noSignal') return null
  const bytes = new Uint8Array(13)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, FLAGS)
  view.setUint16(1, sequence & 0xffff, true)
  bytes.set(dateTime(atMs), 3)
  view.setUint16(10, sfloat(reading.value / 1e5, MILLIGRAM_PER_DECILITRE_DIGITS), true)
  view.setUint8(12, FINGER_CAPILLARY)
  return { topic: gattTopic(deviceId, '2a18'), payload: bytes }
}
