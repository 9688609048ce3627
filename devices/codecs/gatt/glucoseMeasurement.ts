/** Glucose Measurement, 0x2A18 (Glucose Service 1.0.1, section 3.1). */
import { QUALITY } from '../../quality.ts'
import type { Refusal } from '../../refusal.ts'
import type { ByteReader } from './byteReader.ts'
import type { CharacteristicReading, CharacteristicValue } from './characteristic.ts'
import { readDateTime } from './dateTime.ts'
import { readSfloat } from './sfloat.ts'

const HAS_TIME_OFFSET = 0x01
const HAS_CONCENTRATION = 0x02
const UNIT_IS_MOL_PER_L = 0x04
const HAS_STATUS = 0x08

/** Time offsets that stand for "more than fits" in either direction. */
const OVERRUN = 0x7fff
const UNDERRUN = -0x8000

/** The meter was tried on a control solution: not the patient's blood. */
const TYPE_CONTROL_SOLUTION = 10
const LOCATION_CONTROL_SOLUTION = 4

/** Sensor malfunction, sample too small, strip inserted wrongly, wrong strip, read interrupted, device fault. */
const SPOILT = 0x0002 | 0x0004 | 0x0008 | 0x0010 | 0x0200 | 0x0400
/** Result beyond what the device can measure (high, low), sensor too hot or too cold. */
const DOUBTFUL = 0x0020 | 0x0040 | 0x0080 | 0x0100
const TIME_FAULT = 0x0800

function glucoseQuality(type: number, location: number, status: number): number {
  if (type === TYPE_CONTROL_SOLUTION || location === LOCATION_CONTROL_SOLUTION) return QUALITY.invalid
  if (status & SPOILT) return QUALITY.invalid
  return status & DOUBTFUL ? QUALITY.questionable : QUALITY.unstated
}

export function glucoseMeasurement(reader: ByteReader): CharacteristicValue | Refusal {
  const flags = reader.u8()
  const sequence = reader.u16()
  const baseTime = readDateTime(reader, 'baseTime')
  const offset = flags & HAS_TIME_OFFSET ? reader.i16() : 0
  const value = flags & HAS_CONCENTRATION ? readSfloat(reader) : null
  const sample = flags & HAS_CONCENTRATION ? reader.u8() : 0
  const status = flags & HAS_STATUS ? reader.u16() : 0
  if (typeof baseTime !== 'number') return baseTime
  const timeIsKnown = offset !== OVERRUN && offset !== UNDERRUN && !(status & TIME_FAULT)
  const readings: CharacteristicReading[] = []
  if (value !== null) {
    const unit = flags & UNIT_IS_MOL_PER_L ? 'mol/L' : 'kg/L'
    const quality = glucoseQuality(sample & 0x0f, sample >> 4, status)
    readings.push({ vital: 'glucose', value, unit, quality, field: 'glucoseConcentration' })
  }
  return { atMs: timeIsKnown ? baseTime + offset * 60_000 : Number.NaN, sequence, readings }
}
