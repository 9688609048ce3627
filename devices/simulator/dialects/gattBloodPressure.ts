/** Blood Pressure Measurement (0x2A35): systolic, diastolic and mean in mmHg, time, status. */
import { gattTopic } from '../../topic.ts'
import { dateTime } from './dateTime.ts'
import type { Dialect } from './dialect.ts'
import { SFLOAT_NOT_AT_THIS_RESOLUTION, sfloat } from './sfloat.ts'

const TIME_PRESENT = 0b00010
const STATUS_PRESENT = 0b10000
const BODY_MOVED = 1

export const gattBloodPressure: Dialect = ({ deviceId, atMs, readings }) => {
  const systolic = readings.find(({ vital }) => vital === 'systolicBloodPressure')
  const diastolic = readings.find(({ vital }) => vital === 'diastolicBloodPressure')
  if (!systolic || !diastolic) return null
  const measured = systolic.quality !== 'noSignal'
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  const put = (offset: number, value: number) =>
    view.setUint16(offset, measured ? sfloat(value, 0) : SFLOAT_NOT_AT_THIS_RESOLUTION, true)
  view.setUint8(0, TIME_PRESENT | STATUS_PRESENT)
  put(1, systolic.value)
  put(3, diastolic.value)
  put(5, diastolic.value + (systolic.value - diastolic.value) / 3)
  bytes.set(dateTime(atMs), 7)
  view.setUint16(14, systolic.quality === 'questionable' ? BODY_MOVED : 0, true)
  return { topic: gattTopic(deviceId, '2a35'), payload: bytes }
}
