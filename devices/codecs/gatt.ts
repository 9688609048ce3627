/** Wire format of Bluetooth health devices: the raw bytes of one GATT characteristic, named by the topic. */
import { isMeasurableTime, TIME_ALLOWED } from '../calendar.ts'
import type { Codec } from '../codec.ts'
import { QUALITY } from '../quality.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Units } from '../units.ts'
import { vitalNamed } from '../vitals.ts'
import { bloodPressureMeasurement } from './gatt/bloodPressureMeasurement.ts'
import { createByteReader } from './gatt/byteReader.ts'
import type { CharacteristicReading, DecodeCharacteristic } from './gatt/characteristic.ts'
import { glucoseMeasurement } from './gatt/glucoseMeasurement.ts'
import { heartRateMeasurement } from './gatt/heartRateMeasurement.ts'
import { plxContinuousMeasurement } from './gatt/plxContinuousMeasurement.ts'
import { plxSpotCheckMeasurement } from './gatt/plxSpotCheckMeasurement.ts'
import { temperatureMeasurement } from './gatt/temperatureMeasurement.ts'
import { type MessageWriter, openMessage } from './messageWriter.ts'

/** By assigned number; a new characteristic is one file and one row. */
const CHARACTERISTICS: ReadonlyMap<string, DecodeCharacteristic> = new Map<string, DecodeCharacteristic>([
  ['2a18', glucoseMeasurement],
  ['2a1c', temperatureMeasurement],
  ['2a35', bloodPressureMeasurement],
  ['2a37', heartRateMeasurement],
  ['2a5e', plxSpotCheckMeasurement],
  ['2a5f', plxContinuousMeasurement],
])

function addReading(writer: MessageWriter, reading: CharacteristicReading): Refusal | null {
  const { vital, value, unit, quality, field } = reading
  if (value === 'RESERVED') {
    return refuse('reservedValue', field, 'a number or a special value of IEEE 11073-20601')
  }
  const place = { vital: field, value: field, unit: field }
  const kind = vitalNamed(vital)!
  if (typeof value === 'number') return writer.add({ vital: kind, value, unit, quality }, place)
  // Beyond what the sensor can measure is a fault; "not a number" and "not at this resolution" are silence.
  const beyond = value === '+INFINITY' || value === '-INFINITY'
  const worst = Math.max(quality, beyond ? QUALITY.invalid : QUALITY.noSignal)
  return writer.add({ vital: kind, value: null, unit, quality: worst }, place)
}

export function createGattCodec(units: Units): Codec {
  return {
    name: 'gatt',
    decode(payload, { subtopic }, sink) {
      const decodeCharacteristic = CHARACTERISTICS.get(subtopic)
      if (decodeCharacteristic === undefined) {
        const allowed = [...CHARACTERISTICS.keys()].join(', ')
        return refuse('unknownCharacteristic', 'topic', allowed, subtopic)
      }
      const reader = createByteReader(payload)
      const value = decodeCharacteristic(reader)
      // First of all: zeros read beyond the end say nothing.
      if (reader.position !== payload.length) {
        return refuse('badLength', '', `${reader.position} bytes by its flags`, `${payload.length} bytes`)
      }
      if (isRefusal(value)) return value
      if (!Number.isNaN(value.atMs) && !isMeasurableTime(value.atMs)) {
        return refuse('badTime', 'timeOffset', TIME_ALLOWED)
      }
      const writer = openMessage(units, sink, value.atMs, value.sequence)
      for (const reading of value.readings) {
        const refusal = addReading(writer, reading)
        if (refusal) return refusal
      }
      return writer.close('')
    },
  }
}
