/** One record of a SenML pack as it came (RFC 8428, section 4), whichever representation it came in. */

/** By JSON label; a record has no prototype, and its fields may be of any type yet. */
export interface SenmlRecord {
  [label: string]: unknown
}

/** The fields of a record whose types are checked. */
export interface SenmlFields {
  readonly bn?: string
  readonly bt?: number
  readonly bu?: string
  readonly bv?: number
  readonly bs?: number
  readonly bver?: number
  readonly n?: string
  readonly u?: string
  readonly v?: number
  readonly vs?: string
  readonly vb?: boolean
  readonly vd?: unknown
  readonly s?: number
  readonly t?: number
}

/** JSON labels and the CBOR integers that stand for them (RFC 8428, sections 5 and 6). */
export const SENML_LABELS: readonly (readonly [label: string, cborLabel: number, type: string])[] = [
  ['bver', -1, 'number'],
  ['bn', -2, 'string'],
  ['bt', -3, 'number'],
  ['bu', -4, 'string'],
  ['bv', -5, 'number'],
  ['bs', -6, 'number'],
  ['n', 0, 'string'],
  ['u', 1, 'string'],
  ['v', 2, 'number'],
  ['vs', 3, 'string'],
  ['vb', 4, 'boolean'],
  ['s', 5, 'number'],
  ['t', 6, 'number'],
  ['ut', 7, 'number'],
  ['vd', 8, 'object or string'],
]
