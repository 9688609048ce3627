/**
 * PLX Continuous Measurement, 0x2A5F (Pulse Oximeter Service 1.0.1, section 3.2). The normal averages are kept; the
 * fast and slow ones beside them are the same measurement once more.
 */
import type { ByteReader } from './byteReader.ts'
import type { CharacteristicValue } from './characteristic.ts'
import { plxReadings } from './plxReadings.ts'
import { plxQuality } from './plxStatus.ts'
import { readSfloat } from './sfloat.ts'

const HAS_FAST = 0x01
const HAS_SLOW = 0x02
const HAS_MEASUREMENT_STATUS = 0x04
const HAS_SENSOR_STATUS = 0x08
const HAS_PULSE_AMPLITUDE_INDEX = 0x10

export function plxContinuousMeasurement(reader: ByteReader): CharacteristicValue {
  const flags = reader.u8()
  const spo2 = readSfloat(reader)
  const pulseRate = readSfloat(reader)
  for (const average of [HAS_FAST, HAS_SLOW]) {
    if (flags & average) {
      reader.u16()
      reader.u16()
    }
  }
  const measurementStatus = flags & HAS_MEASUREMENT_STATUS ? reader.u16() : 0
  const sensorStatus = flags & HAS_SENSOR_STATUS ? reader.u24() : 0
  if (flags & HAS_PULSE_AMPLITUDE_INDEX) reader.u16()
  const quality = plxQuality(measurementStatus, sensorStatus)
  return { atMs: Number.NaN, sequence: -1, readings: plxReadings(spo2, pulseRate, quality) }
}
