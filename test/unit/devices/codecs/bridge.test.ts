import { describe, expect, test } from '@jest/globals'
import { createBridgeCodec } from '../../../../devices/codecs/bridge.ts'
import { createUnits } from '../../../../devices/units.ts'
import { decodeWith } from '../../../support/decodeWith.ts'

const codec = createBridgeCodec(createUnits())
const subtopic = 'c47c8d6d0cd2'

function decode(advertisement: unknown) {
  const text = typeof advertisement === 'string' ? advertisement : JSON.stringify(advertisement)
  return decodeWith(codec, text, { subtopic })
}

function readings(advertisement: unknown) {
  const { messages, refusal } = decode(advertisement)
  return refusal?.code ?? messages![0]!.readings.map(({ vital, value }) => `${vital} ${value}`)
}

function refusalOf(advertisement: unknown) {
  const { refusal } = decode(advertisement)
  return refusal === null ? null : { code: refusal.code, field: refusal.field }
}

// theengs/decoder tests/BLE/test_ble.cpp, expected output of its decoders, with the envelope of OpenMQTTGateway
describe('advertisements as the decoder writes them', () => {
  test('a fitness band', () => {
    expect(
      decode({
        id: 'C4:7C:8D:6D:0C:D2',
        rssi: -55,
        brand: 'Xiaomi/Amazfit',
        model: 'Mi Band/Smart Watch',
        model_id: 'MB/SW',
        type: 'BODY',
        steps: 9101,
        act_bpm: 125,
      }).messages,
    ).toEqual([
      {
        atMs: null,
        sequence: -1,
        readings: [
          { vital: 'heartRate', value: 1250, quality: 'unstated', original: null },
          { vital: 'steps', value: 9101, quality: 'unstated', original: null },
        ],
        signature: null,
      },
    ])
  })

  test('a scale, whose unit is a property of its own', () => {
    const scale = { model_id: 'XMTZC05HM', type: 'SCALE', weighing_mode: 'person', impedance: 503 }
    expect(readings({ ...scale, unit: 'kg', weight: 72.45 })).toEqual(['bodyWeight 7245'])
    expect(readings({ ...scale, unit: 'lb', weight: 160 })).toEqual(['bodyWeight 7257'])
  })

  test('a scale that weighs a suitcase', () => {
    expect(readings({ model_id: 'XMTZC05HM', weighing_mode: 'object', unit: 'kg', weight: 5.1 })).toBe(
      'noReading',
    )
  })

  test('a room thermometer is no reading of a body', () => {
    expect(
      readings({
        model: 'Mi Jia round',
        model_id: 'LYWSDCGQ',
        type: 'THB',
        tempc: 26,
        tempf: 78.8,
        hum: 61.4,
      }),
    ).toBe('noReading')
  })
})

test('one temperature in two units is one reading, the metric one', () => {
  expect(decode({ type: 'BODY', tempf: 98.6, tempc: 36.9 }).messages?.[0]?.readings).toEqual([
    { vital: 'bodyTemperature', value: 3690, quality: 'unstated', original: null },
  ])
})

test('a temperature in Fahrenheit alone is converted, the original kept', () => {
  expect(decode({ tempf: 98.6 }).messages?.[0]?.readings).toMatchObject([
    { vital: 'bodyTemperature', value: 3700, original: { value: 98.6, unit: '[degF]' } },
  ])
})

test('an oximeter', () => {
  expect(readings({ spo2: 97, hr: 61 })).toEqual(['heartRate 610', 'oxygenSaturation 970'])
})

describe('is refused, naming the field:', () => {
  test.each<[string, unknown, string, string]>([
    [
      'an advertisement without a vital sign',
      { id: 'C4:7C:8D:6D:0C:D2', rssi: -55, batt: 81 },
      'noReading',
      '',
    ],
    ['an id that is not that of the topic', { id: 'C4:7C:8D:6D:0C:D3', hr: 61 }, 'unknownSensor', 'id'],
    ['text for a number', { hr: '61' }, 'wrongType', 'hr'],
    ['null', { spo2: null }, 'wrongType', 'spo2'],
    ['a weight without its unit', { weight: 72.45 }, 'missingField', 'unit'],
    ['a weight in an unknown unit', { weight: 72.45, unit: 'jin' }, 'unknownUnit', 'unit'],
    ['a weight in a unit of something else', { weight: 72.45, unit: 'Cel' }, 'wrongUnit', 'unit'],
    ['an implausible value', { hr: 1000 }, 'notPlausible', 'hr'],
    ['no object', [{ hr: 61 }], 'wrongType', ''],
    ['NaN', '{"hr":NaN}', 'notANumber', 'hr'],
    ['1e309', '{"hr":1e309}', 'notANumber', 'hr'],
    ['a key given twice', '{"hr":61,"hr":62}', 'duplicateField', 'hr'],
    ['the prototype', '{"__proto__":{"hr":61}}', 'unknownField', '__proto__'],
    ['deep JSON', `{"a":${'['.repeat(9)}`, 'tooDeep', 'a[0][0][0][0][0][0][0]'],
    ['huge JSON', `{"a":"${'a'.repeat(65_536)}"}`, 'tooLarge', ''],
    ['no JSON', '61', 'wrongType', ''],
  ])('%s', (_, advertisement, code, field) => {
    expect(refusalOf(advertisement)).toEqual({ code, field })
  })

  test('bytes that are no UTF-8', () => {
    expect(decodeWith(codec, Uint8Array.of(0x22, 0xff, 0x22)).refusal).toMatchObject({ code: 'notUtf8' })
  })
})

test('an id that is no address (phones mask it) is not compared', () => {
  expect(readings({ id: '7d6e1a5c-8f0b-4f3a-9f0a-2b1f5c3d4e6a', hr: 61 })).toEqual(['heartRate 610'])
})
