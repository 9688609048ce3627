/** Why a payload could not become readings: a closed list of codes and the field that is to blame. */

export const REFUSAL_CODES = [
  'notUtf8',
  'notJson',
  'notCbor',
  'tooLarge',
  'tooDeep',
  'duplicateField',
  'unknownField',
  'missingField',
  'wrongType',
  'notANumber',
  'unknownVital',
  'unknownUnit',
  'wrongUnit',
  'notPlausible',
  'incompletePair',
  'repeatedVital',
  'badTime',
  'badSequence',
  'badSignature',
  'badLength',
  'reservedValue',
  'noReading',
  'unknownCharacteristic',
  'unknownTopic',
  'foreignTopic',
  'unknownSensor',
  'unreadable',
] as const

export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** A refused payload. Holds no measured value: it goes to logs and to the device's error topic. */
export interface Refusal {
  readonly code: RefusalCode
  /** Path of the field, as in `readings[0].unit`; '' is the payload as a whole. */
  readonly field: string
  /** What is allowed there, in words. */
  readonly allowed: string
  /** What came, only where it is a name, a unit or a type, never a measured value; cut to 40 characters. */
  readonly given?: string
}

/** One line for people: `readings[0].unit: given "bpm", allowed /min`. */
export function describeRefusal(refusal: Refusal): string {
  const place = refusal.field === '' ? 'payload' : refusal.field
  const given = refusal.given === undefined ? '' : `given ${JSON.stringify(refusal.given)}, `
  return `${place}: ${given}allowed ${refusal.allowed}`
}

/** Builds a refusal whose `given` is safe to print: text only, at most 40 characters. */
export function refuse(code: RefusalCode, field: string, allowed: string, given?: unknown): Refusal {
  if (given === undefined) return { code, field, allowed }
  const text = typeof given === 'string' ? given : typeof given
  return { code, field, allowed, given: text.length > 40 ? `${text.slice(0, 39)}…` : text }
}

export function isRefusal(outcome: object): outcome is Refusal {
  return 'code' in outcome && 'allowed' in outcome
}
