/** Wire format of RFC 8428, as JSON or CBOR: a pack of records becomes one message for each time in it. */
import type { Codec } from '../codec.ts'
import { QUALITY } from '../quality.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Units } from '../units.ts'
import { type Vital, vitalNamed } from '../vitals.ts'
import { type MessageWriter, openMessage } from './messageWriter.ts'
import { createReadCbor } from './senml/readCbor.ts'
import { readJson } from './senml/readJson.ts'
import { type ResolvedRecord, resolve } from './senml/resolve.ts'
import { SENML_UNITS } from './senml/senmlUnits.ts'

/** Separators of names: paths, URNs, and the components of device URNs (RFC 9039). */
const SEPARATOR = /[/:_]/

/** 0x80 to 0x9f begin a CBOR array and are nothing in UTF-8. */
function isCbor(payload: Uint8Array): boolean {
  return payload.length > 0 && payload[0]! >= 0x80
}

/** The last part of a name is the vital; what stands before it names the sensor. */
function split(name: string): { sensor: string; vitalName: string } {
  const vitalName = name.split(SEPARATOR).at(-1)!
  return { sensor: name.slice(0, name.length - vitalName.length), vitalName }
}

function addRecord(writer: MessageWriter, record: ResolvedRecord, vital: Vital): Refusal | null {
  const path = `[${record.index}]`
  const place = { vital: `${path}.n`, value: `${path}.${record.label}`, unit: `${path}.u` }
  const { label, value, unit } = record
  if (vital.levels !== null) {
    if (label === 'vs') return writer.addLevel(vital, value as string, QUALITY.unstated, place)
    return refuse('wrongType', place.value, `vs, one of ${vital.levels.join(', ')}`)
  }
  if (label !== 'v') return refuse('wrongType', place.value, 'v, a number')
  if (unit === null) return refuse('missingField', place.unit, 'a unit of SenML')
  const code = SENML_UNITS.get(unit)
  if (code === undefined) {
    return refuse('unknownUnit', place.unit, `a unit of SenML that converts to ${vital.unit}`, unit)
  }
  return writer.add({ vital, value: value as number, unit: code, quality: QUALITY.unstated }, place)
}

interface Measured {
  readonly record: ResolvedRecord
  readonly vital: Vital
}

/** Finds the vital of each record; a pack speaks of one sensor, so that nobody's values mix with another's. */
function findVitals(records: readonly ResolvedRecord[]): Measured[] | Refusal {
  const measured: Measured[] = []
  const { sensor } = split(records[0]?.name ?? '')
  for (const record of records) {
    const field = `[${record.index}].n`
    const parts = split(record.name)
    const vital = vitalNamed(parts.vitalName)
    if (vital === undefined) {
      return refuse('unknownVital', field, 'a name that ends with that of a vital sign', parts.vitalName)
    }
    if (parts.sensor !== sensor) return refuse('unknownSensor', field, 'one sensor in a pack')
    measured.push({ record, vital })
  }
  return measured
}

export function createSenmlCodec(units: Units): Codec {
  const readCbor = createReadCbor()
  return {
    name: 'senml',
    decode(payload, { receivedAtMs }, sink) {
      const records = isCbor(payload) ? readCbor(payload) : readJson(payload)
      if (!Array.isArray(records)) return records
      if (records.length === 0) return refuse('noReading', '', 'at least one record')
      const resolved = resolve(records, receivedAtMs)
      if (!Array.isArray(resolved)) return resolved
      const measured = findVitals(resolved)
      if (!Array.isArray(measured)) return measured

      const moments = [...Map.groupBy(measured, ({ record }) => record.atMs)].sort(([a], [b]) => a - b)
      for (const [atMs, together] of moments) {
        const writer = openMessage(units, sink, atMs, -1)
        for (const { record, vital } of together) {
          const refusal = addRecord(writer, record, vital)
          if (refusal) return refusal
        }
        const refusal = writer.close(`[${together[0]!.record.index}]`)
        if (refusal) return refusal
      }
      return null
    },
  }
}
