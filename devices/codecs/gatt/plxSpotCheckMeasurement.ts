/** PLX Spot-Check Measurement, 0x2A5E (Pulse Oximeter Service 1.0.1, section 3.1). */
import type { Refusal } from '../../refusal.ts'
import type { ByteReader } from './byteReader.ts'
import type { CharacteristicValue } from './characteristic.ts'
import { readDateTime } from './dateTime.ts'
import { plxReadings } from './plxReadings.ts'
import { plxQuality } from './plxStatus.ts'
import { readSfloat } from './sfloat.ts'

const HAS_TIMESTAMP = 0x01
const HAS_MEASUREMENT_STATUS = 0x02
const HAS_SENSOR_STATUS = 0x04
const HAS_PULSE_AMPLITUDE_INDEX = 0x08
const CLOCK_IS_NOT_SET = 0x10

export function plxSpotCheckMeasurement(reader: ByteReader): CharacteristicValue | Refusal {
  const flags = reader.u8()
  const spo2 = readSfloat(reader)
  const pulseRate = readSfloat(reader)
  const timestamp = flags & HAS_TIMESTAMP ? readDateTime(reader, 'timestamp') : Number.NaN
  const measurementStatus = flags & HAS_MEASUREMENT_STATUS ? reader.u16() : 0
  const sensorStatus = flags & HAS_SENSOR_STATUS ? reader.u24() : 0
  if (flags & HAS_PULSE_AMPLITUDE_INDEX) reader.u16()
  const atMs = flags & CLOCK_IS_NOT_SET ? Number.NaN : timestamp
  if (typeof atMs !== 'number') return atMs
  const quality = plxQuality(measurementStatus, sensorStatus)
  return { atMs, sequence: -1, readings: plxReadings(spo2, pulseRate, quality) }
}
