import { describe, expect, test } from '@jest/globals'
import { Value } from 'typebox/value'
import { createNativeCodec } from '../../../../devices/codecs/native.ts'
import { Message } from '../../../../devices/reading.ts'
import { describeRefusal } from '../../../../devices/refusal.ts'
import { createUnits } from '../../../../devices/units.ts'
import { decodeWith } from '../../../support/decodeWith.ts'
import { nativeMessage, nativeReading } from '../../../support/nativeMessage.ts'

const codec = createNativeCodec(createUnits())

function decode(message: unknown) {
  return decodeWith(codec, typeof message === 'string' ? message : JSON.stringify(message))
}

/** The only message that one reading becomes. */
function readingOf(reading: Record<string, unknown>) {
  const { messages, refusal } = decode({ readings: [reading] })
  return refusal ?? messages[0]!.readings[0]
}

function refusalOf(message: unknown) {
  const { refusal } = decode(message)
  return refusal === null ? null : { code: refusal.code, field: refusal.field }
}

test('the documented payload becomes one message of scaled integers', () => {
  const signature = Buffer.alloc(64, 7)
  const message = nativeMessage({
    readings: [nativeReading(), { vital: 'oxygenSaturation', value: 97.5, unit: '%', quality: 'good' }],
    signature: signature.toString('base64url'),
  })
  expect(decode(message).messages).toEqual([
    {
      atMs: Date.UTC(2026, 10, 20, 12),
      sequence: 4711,
      readings: [
        { vital: 'heartRate', value: 720, quality: 'unstated', original: null },
        { vital: 'oxygenSaturation', value: 975, quality: 'good', original: null },
      ],
      signature: signature.toString('hex'),
    },
  ])
})

test('time and sequence may be missing', () => {
  expect(decode({ readings: [nativeReading()] }).messages).toMatchObject([{ atMs: null, sequence: -1 }])
})

test('any valid form of RFC 3339 is a time', () => {
  expect(decode(nativeMessage({ at: '2026-11-20T13:00:00+01:00' })).messages).toMatchObject([
    { atMs: Date.UTC(2026, 10, 20, 12) },
  ])
})

test('other units are converted, and the original is kept', () => {
  expect(readingOf({ vital: 'bodyTemperature', value: 98.6, unit: '[degF]' })).toEqual({
    vital: 'bodyTemperature',
    value: 3700,
    quality: 'unstated',
    original: { value: 98.6, unit: '[degF]' },
  })
  expect(readingOf({ vital: 'glucose', value: 5.5, unit: 'mmol/L' })).toMatchObject({
    value: 991,
    original: { value: 5.5, unit: 'mmol/L' },
  })
})

test('a temperature of 98.6 in the wrong unit is not guessed to be Fahrenheit', () => {
  expect(refusalOf({ readings: [{ vital: 'bodyTemperature', value: 98.6, unit: 'Cel' }] })).toEqual({
    code: 'notPlausible',
    field: 'readings[0].value',
  })
})

test('more decimals than are kept are rounded half away from zero, and the original is kept', () => {
  expect(readingOf({ vital: 'oxygenSaturation', value: 97.55, unit: '%' })).toMatchObject({
    value: 976,
    original: { value: 97.55, unit: '%' },
  })
})

test('0 is no signal, not a value; error codes of glucose sensors neither', () => {
  expect(readingOf({ vital: 'oxygenSaturation', value: 0, unit: '%', quality: 'good' })).toEqual({
    vital: 'oxygenSaturation',
    value: 0,
    quality: 'noSignal',
    original: null,
  })
  expect(readingOf({ vital: 'glucose', value: 5, unit: 'mg/dL' })).toMatchObject({
    value: 0,
    quality: 'noSignal',
    original: { value: 5, unit: 'mg/dL' },
  })
})

test('0 steps are steps', () => {
  expect(readingOf({ vital: 'steps', value: 0, unit: '{steps}' })).toMatchObject({
    value: 0,
    quality: 'unstated',
  })
})

test('a sensor that measured nothing may leave the value out', () => {
  for (const quality of ['invalid', 'noSignal']) {
    expect(readingOf({ vital: 'heartRate', unit: '/min', quality })).toMatchObject({ value: 0, quality })
    expect(readingOf({ vital: 'heartRate', value: null, unit: '/min', quality })).toMatchObject({
      value: 0,
      quality,
    })
  }
})

test('a value that its sensor calls invalid is kept where it fits, beside a 0 where it does not', () => {
  expect(readingOf(nativeReading({ quality: 'invalid' }))).toMatchObject({ value: 720, quality: 'invalid' })
  expect(readingOf(nativeReading({ value: 999, quality: 'invalid' }))).toMatchObject({
    value: 0,
    quality: 'invalid',
    original: { value: 999, unit: '/min' },
  })
})

test('consciousness is a letter, its unit may be missing', () => {
  const expected = { vital: 'consciousness', value: 2, quality: 'unstated', original: null }
  expect(readingOf({ vital: 'consciousness', value: 'V' })).toEqual(expected)
  expect(readingOf({ vital: 'consciousness', value: 'V', unit: '{ACVPU}' })).toEqual(expected)
})

test('a blood pressure is kept as a pair', () => {
  const systolic = { vital: 'systolicBloodPressure', value: 120, unit: 'mm[Hg]' }
  const diastolic = { vital: 'diastolicBloodPressure', value: 10.7, unit: 'kPa' }
  expect(decode({ readings: [systolic, diastolic] }).messages?.[0]?.readings).toMatchObject([
    { vital: 'systolicBloodPressure', value: 1200 },
    { vital: 'diastolicBloodPressure', value: 803, original: { value: 10.7, unit: 'kPa' } },
  ])
})

describe('is refused, naming the field:', () => {
  const one = (changes: Record<string, unknown>) => ({ readings: [nativeReading(changes)] })
  test.each<[string, unknown, string, string]>([
    ['no object', [nativeReading()], 'wrongType', ''],
    ['an unknown field', nativeMessage({ device: 'other-1' }), 'unknownField', 'device'],
    ['an unknown field of a reading', one({ units: '/min' }), 'unknownField', 'readings[0].units'],
    ['no readings', { seq: 1 }, 'missingField', 'readings'],
    ['an empty list', { readings: [] }, 'noReading', 'readings'],
    ['65 readings', { readings: Array(65).fill(nativeReading()) }, 'tooLarge', 'readings'],
    ['readings that are no list', { readings: nativeReading() }, 'wrongType', 'readings'],
    ['a reading that is no object', { readings: [72] }, 'wrongType', 'readings[0]'],
    ['no vital', { readings: [{ value: 72, unit: '/min' }] }, 'missingField', 'readings[0].vital'],
    ['an unknown vital', one({ vital: 'pulse' }), 'unknownVital', 'readings[0].vital'],
    ['a name of Object', one({ vital: 'toString' }), 'unknownVital', 'readings[0].vital'],
    ['a vital that is a number', one({ vital: 1 }), 'wrongType', 'readings[0].vital'],
    ['text for a number', one({ value: '72' }), 'wrongType', 'readings[0].value'],
    ['true for a number', one({ value: true }), 'wrongType', 'readings[0].value'],
    ['null without a quality', one({ value: null }), 'wrongType', 'readings[0].value'],
    ['no value', { readings: [{ vital: 'heartRate', unit: '/min' }] }, 'missingField', 'readings[0].value'],
    ['no unit', { readings: [{ vital: 'heartRate', value: 72 }] }, 'missingField', 'readings[0].unit'],
    ['an unknown unit', one({ unit: 'beeps' }), 'unknownUnit', 'readings[0].unit'],
    ['a unit of something else', one({ unit: 'Cel' }), 'wrongUnit', 'readings[0].unit'],
    ['a unit that is no text', one({ unit: 1 }), 'wrongType', 'readings[0].unit'],
    ['a value too high', one({ value: 351 }), 'notPlausible', 'readings[0].value'],
    ['an unknown quality', one({ quality: 'fine' }), 'wrongType', 'readings[0].quality'],
    ['a quality that only we say', one({ quality: 'unstated' }), 'wrongType', 'readings[0].quality'],
    [
      'a vital given twice',
      { readings: [nativeReading(), nativeReading()] },
      'repeatedVital',
      'readings[1].vital',
    ],
    [
      'half a pair',
      { readings: [{ vital: 'diastolicBloodPressure', value: 80, unit: 'mm[Hg]' }] },
      'incompletePair',
      'readings',
    ],
    [
      'a number for consciousness',
      { readings: [{ vital: 'consciousness', value: 0 }] },
      'wrongType',
      'readings[0].value',
    ],
    [
      'another letter',
      { readings: [{ vital: 'consciousness', value: 'X' }] },
      'notPlausible',
      'readings[0].value',
    ],
    [
      'a unit of something else for consciousness',
      { readings: [{ vital: 'consciousness', value: 'A', unit: '1' }] },
      'wrongUnit',
      'readings[0].unit',
    ],
    ['a negative sequence', nativeMessage({ seq: -1 }), 'badSequence', 'seq'],
    ['a broken sequence', nativeMessage({ seq: 1.5 }), 'badSequence', 'seq'],
    ['a sequence above 2^53-1', '{"seq":9007199254740992,"readings":[]}', 'badSequence', 'seq'],
    ['a sequence as text', nativeMessage({ seq: '1' }), 'wrongType', 'seq'],
    ['a time that is a number', nativeMessage({ at: 1763640000 }), 'wrongType', 'at'],
    ['a day that does not exist', nativeMessage({ at: '2026-02-30T12:00:00Z' }), 'badTime', 'at'],
    ['a time without a zone', nativeMessage({ at: '2026-11-20T12:00:00' }), 'badTime', 'at'],
    ['a time before all clocks', nativeMessage({ at: '0001-01-01T00:00:00Z' }), 'badTime', 'at'],
    ['a time beyond the calendar', nativeMessage({ at: '+012026-11-20T12:00:00Z' }), 'badTime', 'at'],
    ['a signature of 63 bytes', nativeMessage({ signature: 'A'.repeat(84) }), 'badSignature', 'signature'],
    ['a signature that is no text', nativeMessage({ signature: 1 }), 'wrongType', 'signature'],
    [
      'NaN',
      '{"readings":[{"vital":"heartRate","value":NaN,"unit":"/min"}]}',
      'notANumber',
      'readings[0].value',
    ],
    [
      '1e309',
      '{"readings":[{"vital":"heartRate","value":1e309,"unit":"/min"}]}',
      'notANumber',
      'readings[0].value',
    ],
    ['a key given twice', '{"seq":1,"seq":2,"readings":[]}', 'duplicateField', 'seq'],
    ['the prototype', '{"__proto__":{"seq":1},"readings":[]}', 'unknownField', '__proto__'],
    ['deep JSON', `{"readings":${'['.repeat(1000)}`, 'tooDeep', 'readings[0][0][0][0][0][0][0]'],
    ['huge JSON', `{"readings":[${' '.repeat(65_536)}]}`, 'tooLarge', ''],
    ['no JSON', 'hello', 'notJson', ''],
    ['nothing', '', 'notJson', ''],
  ])('%s', (_, message, code, field) => {
    expect(refusalOf(message)).toEqual({ code, field })
  })

  test('bytes that are no UTF-8', () => {
    const { refusal } = decodeWith(codec, Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d))
    expect(refusal).toMatchObject({ code: 'notUtf8' })
  })
})

test('a refusal says what is allowed and never what was measured', () => {
  const { refusal } = decode({ readings: [nativeReading({ value: 6_543_210 })] })
  expect(describeRefusal(refusal!)).toBe('readings[0].value: allowed 1 to 350 /min')
})

test('the published schema takes what the codec takes', () => {
  expect(Value.Check(Message, nativeMessage())).toBe(true)
  expect(Value.Check(Message, { readings: [{ vital: 'consciousness', value: 'A' }] })).toBe(true)
  expect(Value.Check(Message, nativeMessage({ readings: [] }))).toBe(false)
  expect(Value.Check(Message, nativeMessage({ readings: [nativeReading({ vital: 'pulse' })] }))).toBe(false)
})
