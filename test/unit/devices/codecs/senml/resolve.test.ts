import { describe, expect, test } from '@jest/globals'
import { createReadCbor } from '../../../../../devices/codecs/senml/readCbor.ts'
import { readJson } from '../../../../../devices/codecs/senml/readJson.ts'
import { resolve } from '../../../../../devices/codecs/senml/resolve.ts'
import type { SenmlRecord } from '../../../../../devices/codecs/senml/senmlRecord.ts'

const NOW_MS = 1_498_780_179_000

/** Name, unit, seconds and value of each record, or the code of the refusal. */
function resolved(records: readonly Record<string, unknown>[]) {
  const outcome = resolve(records as SenmlRecord[], NOW_MS)
  if (!Array.isArray(outcome)) return `${outcome.field} ${outcome.code}`
  return outcome.map(({ name, unit, atMs, value }) => [name, unit, atMs / 1000, value])
}

// core-wg/senml-spec, ex*.json and their ex*.gen.resolved.json: the examples of RFC 8428, section 5.1
describe('the examples of RFC 8428', () => {
  const device = 'urn:dev:ow:10e2073a01080063'

  test('multiple data points: times before now are relative to the base time', () => {
    const name = 'urn:dev:ow:10e2073a0108006:current'
    expect(
      resolved([
        {
          bn: 'urn:dev:ow:10e2073a0108006:',
          bt: 1276020076.001,
          bu: 'A',
          bver: 5,
          n: 'voltage',
          u: 'V',
          v: 120.1,
        },
        { n: 'current', t: -5, v: 1.2 },
        { n: 'current', t: -4, v: 1.3 },
        { n: 'current', t: -3, v: 1.4 },
        { n: 'current', t: -2, v: 1.5 },
        { n: 'current', t: -1, v: 1.6 },
        { n: 'current', v: 1.7 },
      ]),
    ).toEqual([
      ['urn:dev:ow:10e2073a0108006:voltage', 'V', 1276020076.001, 120.1],
      [name, 'A', 1276020071.001, 1.2],
      [name, 'A', 1276020072.001, 1.3],
      [name, 'A', 1276020073.001, 1.4],
      [name, 'A', 1276020074.001, 1.5],
      [name, 'A', 1276020075.001, 1.6],
      [name, 'A', 1276020076.001, 1.7],
    ])
  })

  test('multiple measurements: a base name alone is a name, units change within', () => {
    expect(
      resolved([
        { bn: device, bt: 1320067464, bu: '%RH', v: 20 },
        { u: 'lon', v: 24.30621 },
        { u: '%EL', t: 150, v: 98 },
        { t: 180, v: 21.2 },
      ]),
    ).toEqual([
      [device, '%RH', 1320067464, 20],
      [device, 'lon', 1320067464, 24.30621],
      [device, '%EL', 1320067614, 98],
      [device, '%RH', 1320067644, 21.2],
    ])
  })

  test('a collection of resources: the base name changes, the base time stays', () => {
    expect(
      resolved([
        { bn: '2001:db8::2/', bt: 1320078429, n: 'temperature', u: 'Cel', v: 25.2 },
        { n: 'humidity', u: '%RH', v: 30 },
        { bn: '2001:db8::1/', n: 'temperature', u: 'Cel', v: 12.3 },
        { n: 'humidity', u: '%RH', v: 67 },
      ]),
    ).toEqual([
      ['2001:db8::2/temperature', 'Cel', 1320078429, 25.2],
      ['2001:db8::2/humidity', '%RH', 1320078429, 30],
      ['2001:db8::1/temperature', 'Cel', 1320078429, 12.3],
      ['2001:db8::1/humidity', '%RH', 1320078429, 67],
    ])
  })

  test('multiple data types', () => {
    expect(
      resolved([
        { bn: `${device}:`, bt: 1499109309, n: 'temp', u: 'Cel', v: 23.1 },
        { n: 'label', vs: 'Machine Room' },
        { n: 'open', vb: false },
      ]),
    ).toEqual([
      [`${device}:temp`, 'Cel', 1499109309, 23.1],
      [`${device}:label`, null, 1499109309, 'Machine Room'],
      [`${device}:open`, null, 1499109309, false],
    ])
  })

  test('CBOR (section 6) is the same pack as its JSON', () => {
    const cbor = Buffer.from(
      '87a721781b75726e3a6465763a6f773a3130653230373361303130383030363a22fb41d303a15b001062236141200500' +
        '67766f6c7461676501615602fb405e066666666666a3006763757272656e74062402fb3ff3333333333333a300676375' +
        '7272656e74062302fb3ff4cccccccccccda3006763757272656e74062202fb3ff6666666666666a3006763757272656e' +
        '74062102f93e00a3006763757272656e74062002fb3ff999999999999aa3006763757272656e74060002fb3ffb333333' +
        '333333',
      'hex',
    )
    const json =
      '[{"bn":"urn:dev:ow:10e2073a0108006:","bt":1276020076.001,"bu":"A","bver":5,"n":"voltage","u":"V","v":120.1},' +
      '{"n":"current","t":-5,"v":1.2},{"n":"current","t":-4,"v":1.30},{"n":"current","t":-3,"v":0.14e1},' +
      '{"n":"current","t":-2,"v":1.5},{"n":"current","t":-1,"v":1.6},{"n":"current","t":0,"v":1.7}]'
    const fromCbor = createReadCbor()(cbor)
    const fromJson = readJson(Buffer.from(json))
    expect(resolve(fromCbor as SenmlRecord[], NOW_MS)).toEqual(resolve(fromJson as SenmlRecord[], NOW_MS))
    expect(fromCbor).toHaveLength(7)
  })
})

describe('time', () => {
  test('below 2^28 it is relative to now, from there on absolute', () => {
    expect(
      resolved([
        { n: 'a', v: 1, t: -60 },
        { n: 'a', v: 2, t: 2 ** 28 - 1 },
        { n: 'a', v: 3, t: 2 ** 28 },
        { n: 'a', v: 4 },
      ]),
    ).toEqual([
      ['a', null, NOW_MS / 1000 - 60, 1],
      ['a', null, NOW_MS / 1000 + 2 ** 28 - 1, 2],
      ['a', null, 2 ** 28, 3],
      ['a', null, NOW_MS / 1000, 4],
    ])
  })

  test('a pack that says nothing of time has none', () => {
    expect(
      resolved([
        { n: 'a', v: 1 },
        { n: 'b', v: 2, t: 0 },
      ]),
    ).toEqual([
      ['a', null, Number.NaN, 1],
      ['b', null, Number.NaN, 2],
    ])
  })

  test.each([[1e300], [-1e300], [-1e10], [1e308]])('%p seconds are no time', (t) => {
    expect(resolved([{ n: 'a', v: 1, bt: t, t }])).toBe('[0].t badTime')
  })
})

describe('values', () => {
  test('the base value is added, without the noise of binary fractions', () => {
    expect(resolved([{ n: 'a', bv: 36, v: 0.6, bt: 1e9 }, { n: 'b' }, { n: 'c', v: 0.7 }])).toEqual([
      ['a', null, 1e9, 36.6],
      ['b', null, 1e9, 36],
      ['c', null, 1e9, 36.7],
    ])
    expect(resolved([{ n: 'a', bv: 0.1, v: 0.2, bt: 1e9 }])).toEqual([['a', null, 1e9, 0.3]])
  })

  test('a sum without a value is a sum', () => {
    expect(resolve([{ n: 'a', bs: 100, s: 20 }] as SenmlRecord[], NOW_MS)).toMatchObject([
      { label: 's', value: 120 },
    ])
  })
})

describe('is refused, naming the field:', () => {
  test.each<[string, Record<string, unknown>[], string]>([
    ['no value', [{ n: 'a' }], '[0].v missingField'],
    ['two values', [{ n: 'a', v: 1, vs: 'x' }], '[0].vs duplicateField'],
    ['no name', [{ v: 1 }], '[0].n unknownVital'],
    ['a name that begins with no letter or digit', [{ n: '/a', v: 1 }], '[0].n unknownVital'],
    ['a name with a blank', [{ bn: 'a ', n: 'b', v: 1 }], '[0].n unknownVital'],
    ['text for a number', [{ n: 'a', v: '1' }], '[0].v wrongType'],
    ['a number for text', [{ n: 1, v: 1 }], '[0].n wrongType'],
    ['null for a number', [{ n: 'a', v: 1, t: null }], '[0].t wrongType'],
    ['a field that must be understood', [{ n: 'a', v: 1, ct_: 'x' }], '[0].ct_ unknownField'],
    ['a version from the future', [{ n: 'a', v: 1, bver: 11 }], '[0].bver unknownField'],
    [
      'two versions',
      [
        { n: 'a', v: 1 },
        { n: 'a', v: 1, bver: 5 },
      ],
      '[1].bver unknownField',
    ],
  ])('%s', (_, records, refusal) => {
    expect(resolved(records)).toBe(refusal)
  })

  test('but a field that need not be understood is passed over', () => {
    expect(resolved([{ n: 'a', v: 1, bt: 1e9, ct: 'text/plain', l: [] }])).toEqual([['a', null, 1e9, 1]])
  })
})
