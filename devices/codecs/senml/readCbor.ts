/** The CBOR face of SenML (RFC 8428, section 6); the adapter of `cbor-x`. */
import { Decoder } from 'cbor-x'
import { fieldIn } from '../../fieldPath.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import { JSON_LIMITS } from '../jsonLimits.ts'
import { type CborLimits, checkCbor } from './checkCbor.ts'
import { SENML_LABELS, type SenmlRecord } from './senmlRecord.ts'
import { shortestFloat32 } from './shortestFloat32.ts'

const BY_CBOR_LABEL: ReadonlyMap<unknown, string> = new Map(
  SENML_LABELS.map(([label, number]) => [number, label]),
)
/** Pack, record, and two levels for fields that are passed over. */
const CBOR_LIMITS: CborLimits = {
  maxBytes: JSON_LIMITS.maxBytes,
  maxDepth: 4,
  fieldName: (key) => BY_CBOR_LABEL.get(Number(key)) ?? key,
}
const REGISTERED = new Set(SENML_LABELS.map(([label]) => label))
const PROTOTYPE_NAMES = new Set(['__proto__', 'constructor', 'prototype'])
/** Values that a sensor rounded; times are left as they are. */
const ROUNDED = new Set(['v', 'bv'])

type RecordOutcome =
  | { readonly ok: true; readonly record: SenmlRecord }
  | { readonly ok: false; readonly refusal: Refusal }

function fail(...reason: Parameters<typeof refuse>): RecordOutcome {
  return { ok: false, refusal: refuse(...reason) }
}

function readRecord(map: unknown, path: string): RecordOutcome {
  if (!(map instanceof Map)) return fail('wrongType', path, 'a map')
  const record: SenmlRecord = Object.create(null)
  for (const [key, sent] of map as Map<number | string, unknown>) {
    const label = typeof key === 'string' ? key : BY_CBOR_LABEL.get(key)
    // Table 4 is conclusive: labels that have an integer are written as that, and no other integer is one.
    if (
      label === undefined ||
      (typeof key === 'string' && (REGISTERED.has(key) || PROTOTYPE_NAMES.has(key)))
    ) {
      return fail('unknownField', fieldIn(path, String(key)), 'the integer labels of RFC 8428', String(key))
    }
    const value = typeof sent === 'bigint' ? Number(sent) : sent
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return fail('notANumber', fieldIn(path, label), 'a finite number')
    }
    record[label] = typeof value === 'number' && ROUNDED.has(label) ? shortestFloat32(value) : value
  }
  return { ok: true, record }
}

export type ReadCbor = (payload: Uint8Array) => SenmlRecord[] | Refusal

export function createReadCbor(): ReadCbor {
  const decoder = new Decoder({ mapsAsObjects: false, useRecords: false })
  return (payload) => {
    const bytes = Buffer.from(payload)
    const refusal = checkCbor(bytes, CBOR_LIMITS)
    if (refusal) return refusal
    const pack: unknown = decoder.decode(bytes)
    if (!Array.isArray(pack)) return refuse('wrongType', '', 'an array of records')
    const records: SenmlRecord[] = []
    for (const [index, map] of pack.entries()) {
      const outcome = readRecord(map, `[${index}]`)
      if (!outcome.ok) return outcome.refusal
      records.push(outcome.record)
    }
    return records
  }
}
