/** Wire format of our own: one JSON message of one or more readings of one moment (schema in reading.ts). */
import { TIME_ALLOWED } from '../calendar.ts'
import { MAX_READINGS } from '../canonical.ts'
import type { Codec, MessageSink } from '../codec.ts'
import { fieldIn } from '../fieldPath.ts'
import { QUALITY } from '../quality.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { parseRfc3339 } from '../rfc3339.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseStrictJson } from '../strictJson.ts'
import type { Units } from '../units.ts'
import { type Vital, vitalNamed } from '../vitals.ts'
import { JSON_LIMITS } from './jsonLimits.ts'
import { type MessageWriter, openMessage } from './messageWriter.ts'
import { createNativeFast } from './nativeFast.ts'
import { parseSignature, SIGNATURE_ALLOWED } from './signature.ts'

const MESSAGE_FIELDS = ['seq', 'at', 'readings', 'signature']
const READING_FIELDS = ['vital', 'value', 'unit', 'quality']

/** Qualities that a sender may state; a reading of the last two may come without a value. */
const STATED: ReadonlyMap<string, number> = new Map([
  ['good', QUALITY.good],
  ['questionable', QUALITY.questionable],
  ['invalid', QUALITY.invalid],
  ['noSignal', QUALITY.noSignal],
])

function unknownField(object: JsonObject, known: readonly string[], path: string): Refusal | null {
  const stranger = Object.keys(object).find((key) => !known.includes(key))
  if (stranger === undefined) return null
  return refuse('unknownField', fieldIn(path, stranger), `only ${known.join(', ')}`, stranger)
}

function typeName(value: JsonValue): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function wrongType(value: JsonValue, field: string, allowed: string): Refusal {
  return refuse('wrongType', field, allowed, typeName(value))
}

/** @returns -1 where there is none */
function readSequence(value: JsonValue | undefined): number | Refusal {
  if (value === undefined) return -1
  if (typeof value !== 'number') return wrongType(value, 'seq', 'an integer')
  // -0 is 0 in JSON as elsewhere
  if (Number.isSafeInteger(value) && value >= 0) return value + 0
  return refuse('badSequence', 'seq', 'an integer from 0 to 9007199254740991')
}

/** @returns NaN where there is none */
function readTime(value: JsonValue | undefined): number | Refusal {
  if (value === undefined) return Number.NaN
  if (typeof value !== 'string') return wrongType(value, 'at', 'RFC 3339 text')
  return parseRfc3339(value) ?? refuse('badTime', 'at', `RFC 3339, ${TIME_ALLOWED}`)
}

function readSignature(value: JsonValue | undefined): Uint8Array | null | Refusal {
  if (value === undefined) return null
  if (typeof value !== 'string') return wrongType(value, 'signature', SIGNATURE_ALLOWED)
  return parseSignature(value) ?? refuse('badSignature', 'signature', SIGNATURE_ALLOWED)
}

function readQuality(value: JsonValue | undefined, field: string): number | Refusal {
  if (value === undefined) return QUALITY.unstated
  const allowed = [...STATED.keys()].join(', ')
  if (typeof value !== 'string') return wrongType(value, field, allowed)
  return STATED.get(value) ?? refuse('wrongType', field, allowed, value)
}

function readVital(value: JsonValue | undefined, field: string): Vital | Refusal {
  const allowed = 'the name of a vital sign'
  if (value === undefined) return refuse('missingField', field, allowed)
  if (typeof value !== 'string') return wrongType(value, field, allowed)
  return vitalNamed(value) ?? refuse('unknownVital', field, allowed, value)
}

function addReading(writer: MessageWriter, reading: JsonValue, path: string): Refusal | null {
  if (!isJsonObject(reading)) return wrongType(reading, path, 'an object')
  const stranger = unknownField(reading, READING_FIELDS, path)
  if (stranger) return stranger
  const place = { vital: `${path}.vital`, value: `${path}.value`, unit: `${path}.unit` }
  const vital = readVital(reading.vital, place.vital)
  if (isRefusal(vital)) return vital
  const quality = readQuality(reading.quality, `${path}.quality`)
  if (typeof quality !== 'number') return quality
  const { unit, value = null } = reading

  if (value === null && quality < QUALITY.invalid) {
    const given = reading.value === null ? 'null' : undefined
    const code = given === undefined ? 'missingField' : 'wrongType'
    return refuse(code, place.value, vital.levels?.join(', ') ?? 'a number', given)
  }
  if (unit !== undefined && typeof unit !== 'string') return wrongType(unit, place.unit, vital.unit)
  if (vital.levels !== null) {
    if (unit !== undefined && unit !== vital.unit) return refuse('wrongUnit', place.unit, vital.unit, unit)
    if (value !== null && typeof value !== 'string')
      return wrongType(value, place.value, vital.levels.join(', '))
    return writer.addLevel(vital, value, quality, place)
  }
  if (value !== null && typeof value !== 'number') return wrongType(value, place.value, 'a number')
  if (unit === undefined) return refuse('missingField', place.unit, vital.unit)
  return writer.add({ vital, value, unit, quality }, place)
}

/** Complete and helpful; decides whatever the fast path does not. */
export function decodeNative(payload: Uint8Array, units: Units, sink: MessageSink): Refusal | null {
  const outcome = parseStrictJson(payload, JSON_LIMITS)
  if (!outcome.ok) return outcome.refusal
  const message = outcome.value
  if (!isJsonObject(message)) return wrongType(message, '', 'an object')
  const stranger = unknownField(message, MESSAGE_FIELDS, '')
  if (stranger) return stranger
  const sequence = readSequence(message.seq)
  if (typeof sequence !== 'number') return sequence
  const atMs = readTime(message.at)
  if (typeof atMs !== 'number') return atMs
  const signature = readSignature(message.signature)
  if (signature !== null && isRefusal(signature)) return signature

  const { readings } = message
  const allowed = `1 to ${MAX_READINGS} readings`
  if (readings === undefined) return refuse('missingField', 'readings', allowed)
  if (!Array.isArray(readings)) return wrongType(readings, 'readings', 'an array')
  if (readings.length === 0) return refuse('noReading', 'readings', allowed)
  if (readings.length > MAX_READINGS) return refuse('tooLarge', 'readings', allowed)

  const writer = openMessage(units, sink, atMs, sequence)
  for (const [index, reading] of readings.entries()) {
    const refusal = addReading(writer, reading, `readings[${index}]`)
    if (refusal) return refusal
  }
  const refusal = writer.close('readings')
  if (refusal === null && signature !== null) sink.signature(signature)
  return refusal
}

export function createNativeCodec(units: Units): Codec {
  const decodeFast = createNativeFast()
  return {
    name: 'native',
    decode: (payload, _context, sink) =>
      decodeFast(payload, sink) ? null : decodeNative(payload, units, sink),
  }
}
