import { describe, expect, test } from '@jest/globals'
import { createSenmlCodec } from '../../../../devices/codecs/senml.ts'
import { createUnits } from '../../../../devices/units.ts'
import { decodeWith, RECEIVED_AT_MS } from '../../../support/decodeWith.ts'
import { encodeCbor } from '../../../support/encodeCbor.ts'

const codec = createSenmlCodec(createUnits())
const sensor = 'urn:dev:mac:0024befffe804ff1:'
const AT_S = RECEIVED_AT_MS / 1000 - 600

function decode(pack: unknown) {
  return decodeWith(codec, typeof pack === 'string' ? pack : JSON.stringify(pack))
}

function refusalOf(pack: unknown) {
  const { refusal } = decode(pack)
  return refusal === null ? null : `${refusal.field} ${refusal.code}`.trim()
}

/** A CBOR map of integer labels. */
function map(...entries: [number | string, unknown][]) {
  return new Map(entries)
}

test('records of one moment are one message, without a sequence', () => {
  const pack = [
    { bn: sensor, bt: AT_S, n: 'heartRate', u: 'beat/min', v: 72 },
    { n: 'oxygenSaturation', u: '/', v: 0.97 },
    { n: 'bodyTemperature', u: 'Cel', v: 36.65 },
    { n: 'consciousness', vs: 'A' },
  ]
  expect(decode(pack).messages).toEqual([
    {
      atMs: AT_S * 1000,
      sequence: -1,
      readings: [
        { vital: 'heartRate', value: 720, quality: 'unstated', original: null },
        { vital: 'oxygenSaturation', value: 970, quality: 'unstated', original: { value: 0.97, unit: '1' } },
        { vital: 'bodyTemperature', value: 3665, quality: 'unstated', original: null },
        { vital: 'consciousness', value: 0, quality: 'unstated', original: null },
      ],
      signature: null,
    },
  ])
})

test('each moment is a message of its own, in the order of time', () => {
  const pack = [
    { bn: `${sensor}heartRate`, bt: AT_S, bu: 'beat/min', v: 72 },
    { t: -2, v: 70 },
    { t: -1, v: 71 },
  ]
  const { messages } = decode(pack)
  expect(messages?.map(({ atMs }) => atMs! / 1000 - AT_S)).toEqual([-2, -1, 0])
  expect(messages?.map(({ readings }) => readings[0]!.value)).toEqual([700, 710, 720])
})

test('relative times are relative to the time of receipt; no time at all is none', () => {
  const record = { n: 'heartRate', u: 'beat/min', v: 72 }
  expect(decode([{ ...record, t: -5 }]).messages).toMatchObject([{ atMs: RECEIVED_AT_MS - 5000 }])
  expect(decode([record]).messages).toMatchObject([{ atMs: null }])
})

test('units are those of SenML: % is a ratio of 1 there, /100 the percentage', () => {
  const saturation = (u: string, v: number) => decode([{ n: 'oxygenSaturation', u, v }])
  expect(saturation('%', 0.97).messages?.[0]?.readings).toMatchObject([{ value: 970 }])
  expect(saturation('/100', 97).messages?.[0]?.readings).toMatchObject([{ value: 970 }])
  expect(saturation('%', 97).refusal).toMatchObject({ code: 'notPlausible', field: '[0].v' })
})

test('pressures in Pascal and concentrations in kg/m3 are converted, originals kept', () => {
  const pack = [
    { n: 'systolicBloodPressure', u: 'Pa', v: 16_000 },
    { n: 'diastolicBloodPressure', u: 'hPa', v: 107 },
    { n: 'glucose', u: 'kg/m3', v: 0.95 },
  ]
  expect(decode(pack).messages?.[0]?.readings).toMatchObject([
    { value: 1200, original: { value: 16_000, unit: 'Pa' } },
    { value: 803, original: { value: 107, unit: 'hPa' } },
    { value: 950, original: { value: 0.95, unit: 'kg/m3' } },
  ])
})

test('the last part of a name is the vital, after a slash, a colon or an underscore', () => {
  for (const n of [
    'heartRate',
    'urn:dev:ow:10e2073a01080063:heartRate',
    '2001:db8::2/heartRate',
    'urn:dev:os:1_heartRate',
  ]) {
    expect(decode([{ n, u: 'beat/min', v: 72 }]).messages).toHaveLength(1)
  }
})

test('white space before the pack is JSON', () => {
  expect(decode(' \n[{"n":"heartRate","u":"beat/min","v":72}]').messages).toHaveLength(1)
})

describe('CBOR', () => {
  const record = map([-2, sensor], [-3, AT_S], [0, 'heartRate'], [1, 'beat/min'], [2, 72])

  test('is the same pack', () => {
    expect(decodeWith(codec, encodeCbor([record])).messages).toEqual(
      decode([{ bn: sensor, bt: AT_S, n: 'heartRate', u: 'beat/min', v: 72 }]).messages,
    )
  })

  test('of indefinite length, as small encoders write it', () => {
    const payload = Buffer.concat([Buffer.of(0x9f), encodeCbor(record), Buffer.of(0xff)])
    expect(decodeWith(codec, payload).messages).toHaveLength(1)
  })

  test('a value rounded to 32 or 16 bits is the decimal that was meant', () => {
    const temperature = (value: string) =>
      Buffer.from(`81a3006f626f647954656d7065726174757265016343656c02${value}`, 'hex')
    const expected = [{ vital: 'bodyTemperature', value: 3660, quality: 'unstated', original: null }]
    expect(decodeWith(codec, temperature('fa42126666')).messages?.[0]?.readings).toEqual(expected)
    // 366e-1 as a decimal fraction
    expect(decodeWith(codec, temperature('c4822019016e')).messages?.[0]?.readings).toEqual(expected)
  })

  test.each<[string, Uint8Array, string]>([
    [
      'text labels that have an integer',
      encodeCbor([map(['n', 'heartRate'], [2, 72])]),
      '[0].n unknownField',
    ],
    [
      'integers that are no label',
      encodeCbor([map([0, 'heartRate'], [9, 1], [2, 72])]),
      '[0][?] unknownField',
    ],
    [
      'a field that must be understood',
      encodeCbor([map([0, 'heartRate'], ['x_', 1], [2, 72])]),
      '[0].x_ unknownField',
    ],
    ['the prototype', encodeCbor([map([0, 'heartRate'], ['__proto__', 1])]), '[0].__proto__ unknownField'],
    ['NaN', Buffer.from('81a2006968656172745261746502f97e00', 'hex'), '[0].v notANumber'],
    ['infinity', Buffer.from('81a2006968656172745261746502f97c00', 'hex'), '[0].v notANumber'],
    ['text for a number', encodeCbor([map([0, 'heartRate'], [1, 'beat/min'], [2, '72'])]), '[0].v wrongType'],
    ['a label given twice', Buffer.from('81a3020102010201', 'hex'), '[0].v duplicateField'],
    ['a record that is no map', encodeCbor([1]), '[0] wrongType'],
    ['a map for a pack', Buffer.from('a10201', 'hex'), 'wrongType'],
    ['a date', Buffer.from('81a106c11a5c000000', 'hex'), '[0].t notCbor'],
    ['half a pack', Buffer.from('82a102', 'hex'), '[0].v notCbor'],
    [
      'an unknown field that looks like a refusal',
      encodeCbor([map(['code', 'x'], ['allowed', 'y'], ['field', 'z'])]),
      '[0].n unknownVital',
    ],
  ])('refuses %s', (_, payload, refusal) => {
    const decoded = decodeWith(codec, payload)
    expect(decoded.refusal && `${decoded.refusal.field} ${decoded.refusal.code}`.trim()).toBe(refusal)
  })
})

describe('is refused, naming the field:', () => {
  const good = { n: 'heartRate', u: 'beat/min', v: 72 }
  test.each<[string, unknown, string]>([
    ['an empty pack', [], 'noReading'],
    ['an object', good, 'wrongType'],
    ['a record that is no object', [good, 72], '[1] wrongType'],
    ['an unknown vital', [{ ...good, n: 'urn:dev:ow:1:voltage' }], '[0].n unknownVital'],
    [
      'records of two sensors',
      [
        { ...good, n: 'a/heartRate' },
        { ...good, n: 'b/steps', u: 'count' },
      ],
      '[1].n unknownSensor',
    ],
    ['no unit', [{ n: 'heartRate', v: 72 }], '[0].u missingField'],
    ['a unit that SenML does not know', [{ ...good, u: 'bpm' }], '[0].u unknownUnit'],
    ['a unit of something else', [{ ...good, u: 'Cel' }], '[0].u wrongUnit'],
    ['an implausible value', [{ ...good, v: 351 }], '[0].v notPlausible'],
    ['text for a number', [{ n: 'heartRate', u: 'beat/min', vs: '72' }], '[0].vs wrongType'],
    ['a sum', [{ n: 'heartRate', u: 'beat/min', s: 72 }], '[0].s wrongType'],
    ['true', [{ n: 'heartRate', u: 'beat/min', vb: true }], '[0].vb wrongType'],
    ['a number for consciousness', [{ n: 'consciousness', v: 0 }], '[0].v wrongType'],
    ['another letter', [{ n: 'consciousness', vs: 'X' }], '[0].vs notPlausible'],
    ['a vital twice at one time', [good, good], '[1].n repeatedVital'],
    ['half a pair at one time', [{ n: 'systolicBloodPressure', u: 'mm[Hg]', v: 120 }], '[0] incompletePair'],
    [
      'a pair torn apart by time',
      [
        { n: 'systolicBloodPressure', u: 'mm[Hg]', v: 120, t: -1 },
        { n: 'diastolicBloodPressure', u: 'mm[Hg]', v: 80, t: -2 },
      ],
      '[1] incompletePair',
    ],
    ['NaN', '[{"n":"heartRate","u":"beat/min","v":NaN}]', '[0].v notANumber'],
    ['1e309', '[{"n":"heartRate","u":"beat/min","v":1e309}]', '[0].v notANumber'],
    ['sums beyond a double', [{ ...good, bv: 1e308, v: 1e308 }], '[0].v notANumber'],
    ['far times', [{ ...good, t: 1e15 }], '[0].t badTime'],
    ['a key given twice', '[{"n":"heartRate","n":"steps"}]', '[0].n duplicateField'],
    ['the prototype', '[{"__proto__":{}}]', '[0].__proto__ unknownField'],
    ['deep JSON', '['.repeat(9), '[0][0][0][0][0][0][0][0] tooDeep'],
    ['huge JSON', `[${' '.repeat(65_536)}]`, 'tooLarge'],
    ['nothing', '', 'notJson'],
  ])('%s', (_, pack, refusal) => {
    expect(refusalOf(pack)).toBe(refusal)
  })

  test('bytes that are neither', () => {
    expect(decodeWith(codec, Uint8Array.of(0x5b, 0xff)).refusal).toMatchObject({ code: 'notUtf8' })
    expect(decodeWith(codec, Uint8Array.of(0xff)).refusal).toMatchObject({ code: 'notCbor' })
  })
})
