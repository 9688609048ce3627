/**
 * Heart Rate Measurement, 0x2A37 (Heart Rate Service 1.0, section 3.1).
 *
 * A sensor that supports contact detection and has no contact counts something that is not this patient's heart:
 * no signal, with what it counted kept as the original. A sensor without the feature says nothing about contact.
 * Energy and RR intervals have no row in the table of vitals: checked for length, not kept.
 */
import { QUALITY } from '../../quality.ts'
import type { ByteReader } from './byteReader.ts'
import type { CharacteristicValue } from './characteristic.ts'

const VALUE_IS_U16 = 0x01
const CONTACT_DETECTED = 0x02
const CONTACT_SUPPORTED = 0x04
const HAS_ENERGY = 0x08
const HAS_RR_INTERVALS = 0x10

export function heartRateMeasurement(reader: ByteReader): CharacteristicValue {
  const flags = reader.u8()
  const value = flags & VALUE_IS_U16 ? reader.u16() : reader.u8()
  if (flags & HAS_ENERGY) reader.u16()
  if (flags & HAS_RR_INTERVALS) {
    do reader.u16()
    while (reader.remaining >= 2)
  }
  const detached = (flags & (CONTACT_SUPPORTED | CONTACT_DETECTED)) === CONTACT_SUPPORTED
  const quality = detached ? QUALITY.noSignal : QUALITY.unstated
  return {
    atMs: Number.NaN,
    sequence: -1,
    readings: [{ vital: 'heartRate', value, unit: '/min', quality, field: 'heartRateMeasurementValue' }],
  }
}
