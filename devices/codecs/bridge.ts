/**
 * Wire format of bridges (OpenMQTTGateway, Theengs): one BLE advertisement as flat JSON. No time, no sequence, never
 * signed; most of it is about the radio, so keys that are no vital sign are passed over.
 */
import type { Codec } from '../codec.ts'
import { QUALITY } from '../quality.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { isJsonObject, type JsonObject, parseStrictJson } from '../strictJson.ts'
import type { Units } from '../units.ts'
import { vitalNamed } from '../vitals.ts'
import { BRIDGE_KEYS, type BridgeKey } from './bridgeKeys.ts'
import { JSON_LIMITS } from './jsonLimits.ts'
import { type MessageWriter, openMessage } from './messageWriter.ts'

const ADDRESS = /^(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$|^[0-9A-Fa-f]{12}$/

/** An advertisement that names its sender must name the one that its topic does. */
function namesAnother({ id }: JsonObject, address: string): boolean {
  return typeof id === 'string' && ADDRESS.test(id) && id.replaceAll(':', '').toLowerCase() !== address
}

function addReading(writer: MessageWriter, advertisement: JsonObject, row: BridgeKey): Refusal | null {
  const { key, unitKey } = row
  const value = advertisement[key]
  const unit = row.unit ?? advertisement[unitKey ?? '']
  const place = { vital: key, value: key, unit: unitKey ?? key }
  if (typeof value !== 'number')
    return refuse('wrongType', key, 'a number', value === null ? 'null' : typeof value)
  if (unit === undefined) return refuse('missingField', place.unit, 'the unit of the value')
  if (typeof unit !== 'string') return refuse('wrongType', place.unit, 'the unit of the value', typeof unit)
  return writer.add({ vital: vitalNamed(row.vital)!, value, unit, quality: QUALITY.unstated }, place)
}

export function createBridgeCodec(units: Units): Codec {
  return {
    name: 'bridge',
    decode(payload, { subtopic }, sink) {
      const outcome = parseStrictJson(payload, JSON_LIMITS)
      if (!outcome.ok) return outcome.refusal
      const advertisement = outcome.value
      if (!isJsonObject(advertisement)) return refuse('wrongType', '', 'an object')
      if (namesAnother(advertisement, subtopic)) {
        return refuse('unknownSensor', 'id', 'the address that the topic names')
      }
      const writer = openMessage(units, sink, Number.NaN, -1)
      const taken = new Set<string>()
      for (const row of BRIDGE_KEYS) {
        if (!(row.key in advertisement) || taken.has(row.vital) || !row.concerns(advertisement)) continue
        taken.add(row.vital)
        const refusal = addReading(writer, advertisement, row)
        if (refusal) return refusal
      }
      return writer.close('')
    },
  }
}
