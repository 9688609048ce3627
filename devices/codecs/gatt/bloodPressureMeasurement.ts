/**
 * Blood Pressure Measurement, 0x2A35 (Blood Pressure Service 1.1.1, section 3.1).
 *
 * Mean arterial pressure has no row in the table of vitals and is not kept: the cuff derives it from the same
 * measurement. Neither is the user id: a device belongs to the patient it is assigned to.
 */
import { QUALITY } from '../../quality.ts'
import type { Refusal } from '../../refusal.ts'
import type { ByteReader } from './byteReader.ts'
import type { CharacteristicReading, CharacteristicValue } from './characteristic.ts'
import { readDateTime } from './dateTime.ts'
import { readSfloat } from './sfloat.ts'

const UNIT_IS_KPA = 0x01
const HAS_TIMESTAMP = 0x02
const HAS_PULSE_RATE = 0x04
const HAS_USER_ID = 0x08
const HAS_STATUS = 0x10

/** Body movement, cuff too loose, improper position. An irregular pulse is a finding about the patient. */
const SPOILT = 0x01 | 0x02 | 0x20

export function bloodPressureMeasurement(reader: ByteReader): CharacteristicValue | Refusal {
  const flags = reader.u8()
  const unit = flags & UNIT_IS_KPA ? 'kPa' : 'mm[Hg]'
  const systolic = readSfloat(reader)
  const diastolic = readSfloat(reader)
  readSfloat(reader)
  const atMs = flags & HAS_TIMESTAMP ? readDateTime(reader, 'timestamp') : Number.NaN
  const pulseRate = flags & HAS_PULSE_RATE ? readSfloat(reader) : null
  if (flags & HAS_USER_ID) reader.u8()
  const status = flags & HAS_STATUS ? reader.u16() : 0
  if (typeof atMs !== 'number') return atMs
  const quality = status & SPOILT ? QUALITY.questionable : QUALITY.unstated
  const readings: CharacteristicReading[] = [
    { vital: 'systolicBloodPressure', value: systolic, unit, quality, field: 'systolic' },
    { vital: 'diastolicBloodPressure', value: diastolic, unit, quality, field: 'diastolic' },
  ]
  if (pulseRate !== null) {
    readings.push({ vital: 'heartRate', value: pulseRate, unit: '/min', quality, field: 'pulseRate' })
  }
  return { atMs, sequence: -1, readings }
}
