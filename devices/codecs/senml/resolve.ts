/** Resolves a SenML pack: base fields applied to each record, times made absolute (RFC 8428, section 4.6). */
import { isMeasurableTime, TIME_ALLOWED } from '../../calendar.ts'
import { fieldIn } from '../../fieldPath.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import { SENML_LABELS, type SenmlFields, type SenmlRecord } from './senmlRecord.ts'

export interface ResolvedRecord {
  /** Place in the pack. */
  readonly index: number
  readonly name: string
  readonly unit: string | null
  /** Which field holds the value; 's' where the record is a sum alone. */
  readonly label: ValueLabel | 's'
  /** Number, text, boolean or bytes; the sum where that is all there is. */
  readonly value: unknown
  /** Unix milliseconds; NaN where no record of the pack says anything of time. */
  readonly atMs: number
}

type ValueLabel = 'v' | 'vs' | 'vb' | 'vd'

interface Base {
  name: string
  time: number
  unit: string | null
  value: number | null
  sum: number | null
  version: number | null
}

const TYPES: ReadonlyMap<string, string> = new Map(SENML_LABELS.map(([label, , type]) => [label, type]))
const VALUE_LABELS: readonly ValueLabel[] = ['v', 'vs', 'vb', 'vd']

/** Section 4.5.1: characters that need no encoding in paths, the first one a letter or a digit. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9\-:./_]*$/
const NAME_ALLOWED = 'letters, digits and - : . / _, a letter or digit first'

/** Section 4.5.3: smaller values are relative to now. */
const ABSOLUTE_FROM_S = 2 ** 28

/** Up to 10 it is RFC 8428 and its drafts; 26 adds the feature "secondary units" (RFC 9100). */
const DEFAULT_VERSION = 10
const SECONDARY_UNITS_VERSION = 26

function isKnownVersion(version: number): boolean {
  return Number.isInteger(version) && ((version > 0 && version <= 10) || version === SECONDARY_UNITS_VERSION)
}

/** Adds without the noise of binary fractions: 36 + 0.6 is what both decimals say. */
function add(a: number, b: number): number {
  return Number((a + b).toPrecision(15))
}

function checkFields(record: SenmlRecord, path: string): Refusal | null {
  for (const [label, value] of Object.entries(record)) {
    const field = fieldIn(path, label)
    const type = TYPES.get(label)
    // Section 4.4: fields that are not understood are passed over, unless their names end with "_".
    if (type === undefined && label.endsWith('_'))
      return refuse('unknownField', field, 'RFC 8428 only', label)
    const given = value === null ? 'null' : typeof value
    if (type !== undefined && !type.includes(given)) return refuse('wrongType', field, type, given)
  }
  return null
}

function applyBase(base: Base, { bn, bt, bu, bv, bs, bver }: SenmlFields, path: string): Refusal | null {
  base.name = bn ?? base.name
  base.time = bt ?? base.time
  base.unit = bu ?? base.unit
  base.value = bv ?? base.value
  base.sum = bs ?? base.sum
  const version = bver ?? base.version ?? DEFAULT_VERSION
  // Section 4.4: one version in all of a pack.
  if (!isKnownVersion(version) || version !== (base.version ?? version)) {
    return refuse('unknownField', fieldIn(path, 'bver'), 'one version in a pack, up to 10 or 26')
  }
  base.version = version
  return null
}

function findValue(
  record: SenmlFields,
  base: Base,
  path: string,
): Pick<ResolvedRecord, 'label' | 'value'> | Refusal {
  const labels = VALUE_LABELS.filter((label) => label in record)
  if (labels.length > 1) return refuse('duplicateField', fieldIn(path, labels[1]!), 'one value in a record')
  const label = labels[0]
  if (label === 'v') return { label, value: add(base.value ?? 0, record.v ?? 0) }
  if (label !== undefined) return { label, value: record[label] }
  if (record.s !== undefined || base.sum !== null) {
    return { label: 's', value: add(base.sum ?? 0, record.s ?? 0) }
  }
  if (base.value !== null) return { label: 'v', value: base.value }
  return refuse('missingField', fieldIn(path, 'v'), 'a value')
}

/**
 * @param nowMs what relative times are relative to
 * @returns in the order of the pack
 */
export function resolve(records: readonly SenmlRecord[], nowMs: number): ResolvedRecord[] | Refusal {
  const base: Base = { name: '', time: 0, unit: null, value: null, sum: null, version: null }
  const resolved: (Omit<ResolvedRecord, 'atMs'> & { timeS: number })[] = []
  for (const [index, record] of records.entries()) {
    const path = `[${index}]`
    const fields = record as SenmlFields
    const refusal = checkFields(record, path) ?? applyBase(base, fields, path)
    if (refusal) return refusal
    const name = base.name + (fields.n ?? '')
    if (!NAME.test(name)) return refuse('unknownVital', fieldIn(path, 'n'), NAME_ALLOWED)
    const value = findValue(fields, base, path)
    if ('code' in value) return value
    const timeS = base.time + (fields.t ?? 0)
    const unit = fields.u ?? base.unit
    resolved.push({ index, name, unit, timeS, ...value })
  }

  // Section 4.5.3: 0 is "roughly now, by a sensor that does not know the time". A pack of nothing else has no time.
  const untimed = resolved.every(({ timeS }) => timeS === 0)
  const timed: ResolvedRecord[] = []
  for (const { timeS, ...record } of resolved) {
    const relative = timeS < ABSOLUTE_FROM_S
    const atMs = untimed ? Number.NaN : Math.round(timeS * 1000) + (relative ? nowMs : 0)
    if (!untimed && !isMeasurableTime(atMs)) {
      return refuse('badTime', fieldIn(`[${record.index}]`, 't'), TIME_ALLOWED)
    }
    timed.push({ ...record, atMs })
  }
  return timed
}
