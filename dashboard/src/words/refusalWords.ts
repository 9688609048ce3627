/** Why a payload was refused, in words of a nurse; the exact reason stands beside it. */
import type { RefusalReason } from '../../../gateway/api/schemas/refusedPayload.ts'

const WORDS: Record<RefusalReason, string> = {
  notUtf8: 'Not readable text',
  notJson: 'Not valid JSON',
  notCbor: 'Not valid CBOR',
  tooLarge: 'Too large',
  tooDeep: 'Nested too deep',
  duplicateField: 'Field given twice',
  unknownField: 'Unknown field',
  missingField: 'Field missing',
  wrongType: 'Wrong kind of value',
  notANumber: 'Not a number',
  unknownVital: 'Unknown vital sign',
  unknownUnit: 'Unknown unit',
  wrongUnit: 'Wrong unit',
  notPlausible: 'Not plausible',
  incompletePair: 'Half of a pair',
  repeatedVital: 'Vital sign given twice',
  badTime: 'Time not valid',
  badSequence: 'Sequence not valid',
  badSignature: 'Signature not valid',
  badLength: 'Wrong length',
  reservedValue: 'Reserved value',
  noReading: 'No reading in it',
  unknownCharacteristic: 'Unknown characteristic',
  unknownTopic: 'Unknown topic',
  foreignTopic: 'Topic of another device',
  unknownSensor: 'Unknown sensor',
  unreadable: 'Not readable',
}

export function refusalWords(code: RefusalReason): string {
  return WORDS[code] ?? code
}
