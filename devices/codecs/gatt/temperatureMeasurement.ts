/** Temperature Measurement, 0x2A1C (Health Thermometer Service 1.0, section 3.1); the place on the body is not kept. */
import { QUALITY } from '../../quality.ts'
import type { Refusal } from '../../refusal.ts'
import type { ByteReader } from './byteReader.ts'
import type { CharacteristicValue } from './characteristic.ts'
import { readDateTime } from './dateTime.ts'
import { readFloat } from './float.ts'

const UNIT_IS_FAHRENHEIT = 0x01
const HAS_TIMESTAMP = 0x02
const HAS_TYPE = 0x04

export function temperatureMeasurement(reader: ByteReader): CharacteristicValue | Refusal {
  const flags = reader.u8()
  const value = readFloat(reader)
  const atMs = flags & HAS_TIMESTAMP ? readDateTime(reader, 'timestamp') : Number.NaN
  if (flags & HAS_TYPE) reader.u8()
  if (typeof atMs !== 'number') return atMs
  const unit = flags & UNIT_IS_FAHRENHEIT ? '[degF]' : 'Cel'
  const quality = QUALITY.unstated
  return {
    atMs,
    sequence: -1,
    readings: [{ vital: 'bodyTemperature', value, unit, quality, field: 'temperature' }],
  }
}
