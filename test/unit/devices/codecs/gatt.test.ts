import { describe, expect, test } from '@jest/globals'
import { createByteReader } from '../../../../devices/codecs/gatt/byteReader.ts'
import { glucoseMeasurement } from '../../../../devices/codecs/gatt/glucoseMeasurement.ts'
import { createGattCodec } from '../../../../devices/codecs/gatt.ts'
import { createUnits } from '../../../../devices/units.ts'
import { decodeWith } from '../../../support/decodeWith.ts'

const codec = createGattCodec(createUnits())

function decode(subtopic: string, hex: string) {
  return decodeWith(codec, Buffer.from(hex, 'hex'), { subtopic })
}

/** `vital value quality`, scaled, of the only message. */
function readings(subtopic: string, hex: string) {
  const { messages, refusal } = decode(subtopic, hex)
  return (
    refusal ?? messages[0]!.readings.map((reading) => `${reading.vital} ${reading.value} ${reading.quality}`)
  )
}

// NordicSemiconductor/Android-BLE-Common-Library tests (BSD-3-Clause)
describe('heart rate, 0x2A37', () => {
  test('8 bits, contact not supported', () => {
    expect(decode('2a37', '0055').messages).toEqual([
      {
        atMs: null,
        sequence: -1,
        readings: [{ vital: 'heartRate', value: 850, quality: 'unstated', original: null }],
        signature: null,
      },
    ])
  })

  test('contact supported and lost is no signal, with what was counted as the original', () => {
    expect(decode('2a37', '04ff').messages?.[0]?.readings).toEqual([
      { vital: 'heartRate', value: 0, quality: 'noSignal', original: { value: 255, unit: '/min' } },
    ])
  })

  test('8 bits with contact, energy and one RR interval', () => {
    expect(readings('2a37', '1e5532002100')).toEqual(['heartRate 850 unstated'])
  })

  test('16 bits with contact, energy and three RR intervals', () => {
    expect(readings('2a37', '1f0101320101000201ffff')).toEqual(['heartRate 2570 unstated'])
  })

  test('RR intervals announced and missing', () => {
    expect(decode('2a37', '170101').refusal).toMatchObject({
      code: 'badLength',
      allowed: '5 bytes by its flags',
    })
  })
})

// NordicSemiconductor/Android-BLE-Common-Library tests (BSD-3-Clause)
describe('temperature, 0x2A1C', () => {
  test('Celsius with time and place', () => {
    expect(decode('2a1c', '06b00e00fedc070c050b321b04').messages).toEqual([
      {
        atMs: Date.UTC(2012, 11, 5, 11, 50, 27),
        sequence: -1,
        readings: [{ vital: 'bodyTemperature', value: 3760, quality: 'unstated', original: null }],
        signature: null,
      },
    ])
  })

  test('the place announced and missing', () => {
    expect(decode('2a1c', '06b00e00fedc070c050b321b').refusal).toMatchObject({ code: 'badLength' })
  })

  test('Fahrenheit is converted, the original kept', () => {
    // 986e-1, flags of the specification
    expect(decode('2a1c', '01da0300ff').messages?.[0]?.readings).toEqual([
      {
        vital: 'bodyTemperature',
        value: 3700,
        quality: 'unstated',
        original: { value: 98.6, unit: '[degF]' },
      },
    ])
  })
})

// NordicSemiconductor/Android-BLE-Common-Library tests (BSD-3-Clause)
describe('blood pressure, 0x2A35', () => {
  test('a pair in mmHg with pulse; an unknown year is no time; movement makes it questionable', () => {
    const { messages } = decode('2a35', '1e8a00580078000000041114293b3c00012700')
    expect(messages).toMatchObject([{ atMs: null, sequence: -1 }])
    expect(readings('2a35', '1e8a00580078000000041114293b3c00012700')).toEqual([
      'systolicBloodPressure 1380 questionable',
      'diastolicBloodPressure 880 questionable',
      'heartRate 600 questionable',
    ])
  })

  test('a pair in kPa is converted, the original kept', () => {
    expect(decode('2a35', '15bdf00b009ff03c001200').messages?.[0]?.readings).toMatchObject([
      { vital: 'systolicBloodPressure', value: 1418, original: { value: 18.9, unit: 'kPa' } },
      { vital: 'diastolicBloodPressure', value: 825, original: { value: 11, unit: 'kPa' } },
      { vital: 'heartRate', value: 600, original: null },
    ])
  })

  test('the same numbers as mmHg are not guessed to be kPa', () => {
    expect(readings('2a35', '00bdf00b009ff0')).toEqual([
      'systolicBloodPressure 189 unstated',
      'diastolicBloodPressure 110 unstated',
    ])
  })

  test('six bytes', () => {
    expect(decode('2a35', '010203040506').refusal).toMatchObject({ code: 'badLength' })
  })

  test('a measurement that failed (NaN) is no signal', () => {
    expect(readings('2a35', '00ff07ff07ff07')).toEqual([
      'systolicBloodPressure 0 noSignal',
      'diastolicBloodPressure 0 noSignal',
    ])
  })
})

// NordicSemiconductor/Android-BLE-Common-Library tests (BSD-3-Clause)
describe('glucose, 0x2A18', () => {
  const vector = '1b0100e307021b0b0a1efbff1e00120501'

  test('sequence, base time and offset, concentration', () => {
    expect(glucoseMeasurement(createByteReader(Buffer.from(vector, 'hex')))).toMatchObject({
      atMs: Date.UTC(2019, 1, 27, 11, 5, 30),
      sequence: 1,
      readings: [{ vital: 'glucose', value: 30, unit: 'kg/L' }],
    })
  })

  test('its status (sample too small) makes it invalid, its 30 kg/L are the original', () => {
    expect(decode('2a18', vector).messages?.[0]?.readings).toEqual([
      { vital: 'glucose', value: 0, quality: 'invalid', original: { value: 30, unit: 'kg/L' } },
    ])
  })

  test('without that status 30 kg in a litre of blood are not plausible', () => {
    expect(decode('2a18', `13${vector.slice(2, -4)}`).refusal).toMatchObject({
      code: 'notPlausible',
      field: 'glucoseConcentration',
    })
  })

  test('the time offset announced and missing', () => {
    expect(decode('2a18', '1b0000e207041a0b091e1e00120501').refusal).toMatchObject({ code: 'badLength' })
  })

  test('kg/L and mol/L both become mg/dL', () => {
    // 95e-5 kg/L, 55e-4 mol/L; sequence 7, 2026-11-20 12:00:00, capillary whole blood, finger
    expect(decode('2a18', '020700ea070b140c00005fb011').messages).toMatchObject([
      { atMs: Date.UTC(2026, 10, 20, 12), sequence: 7, readings: [{ value: 950 }] },
    ])
    expect(decode('2a18', '060700ea070b140c000037c011').messages?.[0]?.readings).toMatchObject([
      { value: 991, original: { value: 0.0055, unit: 'mol/L' } },
    ])
  })

  test('a control solution is not the patient', () => {
    expect(readings('2a18', '020700ea070b140c00005fb04a')).toEqual(['glucose 950 invalid'])
  })

  test('a strip error is invalid, a clock fault takes the time away', () => {
    expect(readings('2a18', '0a0700ea070b140c00005fb0110800')).toEqual(['glucose 950 invalid'])
    expect(decode('2a18', '0a0700ea070b140c00005fb0110008').messages).toMatchObject([
      { atMs: null, sequence: 7 },
    ])
  })

  test('a record without a concentration is no reading', () => {
    expect(decode('2a18', '000700ea070b140c0000').refusal).toMatchObject({ code: 'noReading' })
  })

  test('a time that an offset moves before all clocks', () => {
    expect(decode('2a18', '030700b20701010000009cff5fb011').refusal).toMatchObject({ code: 'badTime' })
  })
})

// StanfordSpezi/SpeziBluetooth PLXTests.swift (MIT)
describe('pulse oximeter, continuous, 0x2A5F', () => {
  test.each<[string, string[]]>([
    ['0064005a00', ['oxygenSaturation 1000 unstated', 'heartRate 900 unstated']],
    ['00e8f384f3', ['oxygenSaturation 1000 unstated', 'heartRate 900 unstated']],
    ['1c5f005a00200000000057f0', ['oxygenSaturation 950 unstated', 'heartRate 900 unstated']],
    ['1fdef3caf3caf35af5d4f3b2f220010000007ae3', ['oxygenSaturation 990 good', 'heartRate 970 good']],
  ])('%s', (hex, expected) => {
    expect(readings('2a5f', hex)).toEqual(expected)
  })

  test('a sensor that fell off is no signal, a demonstration is invalid, low perfusion questionable', () => {
    expect(readings('2a5f', '085f005a00000800')).toEqual([
      'oxygenSaturation 0 noSignal',
      'heartRate 0 noSignal',
    ])
    expect(readings('2a5f', '045f005a000004')).toEqual([
      'oxygenSaturation 950 invalid',
      'heartRate 900 invalid',
    ])
    expect(readings('2a5f', '085f005a00200000')).toEqual([
      'oxygenSaturation 950 questionable',
      'heartRate 900 questionable',
    ])
  })
})

// StanfordSpezi/SpeziBluetooth PLXTests.swift (MIT)
describe('pulse oximeter, spot check, 0x2A5E', () => {
  const vector = '0facf3bef5e8070b1d170839204022000066e3'

  test('values, time and status', () => {
    expect(decode('2a5e', vector).messages).toMatchObject([{ atMs: Date.UTC(2024, 10, 29, 23, 8, 57) }])
    expect(readings('2a5e', vector)).toEqual([
      'oxygenSaturation 940 questionable',
      'heartRate 1470 questionable',
    ])
  })

  test('a clock that is not set gives no time', () => {
    expect(decode('2a5e', `1f${vector.slice(2)}`).messages).toMatchObject([{ atMs: null }])
  })

  test('a day that does not exist', () => {
    expect(decode('2a5e', '01acf3bef5ea07021e0c0000').refusal).toMatchObject({
      code: 'badTime',
      field: 'timestamp',
    })
  })
})

describe('special values', () => {
  test.each([
    ['NaN', '00ff075a00', 'oxygenSaturation 0 noSignal'],
    ['NRes', '0000085a00', 'oxygenSaturation 0 noSignal'],
    ['+INFINITY', '00fe075a00', 'oxygenSaturation 0 invalid'],
    ['-INFINITY', '0002085a00', 'oxygenSaturation 0 invalid'],
  ])('%s', (_, hex, expected) => {
    expect(readings('2a5f', hex)).toEqual([expected, 'heartRate 900 unstated'])
  })

  test('a reserved one is refused', () => {
    expect(decode('2a5f', '0001085a00').refusal).toMatchObject({ code: 'reservedValue', field: 'spo2' })
  })
})

test('every cut and every longer form of a valid value is refused', () => {
  for (const [subtopic, hex] of [
    ['2a37', '0055'],
    ['2a1c', '06b00e00fedc070c050b321b04'],
    ['2a35', '1e8a00580078000000041114293b3c00012700'],
    ['2a18', '020700ea070b140c00005fb011'],
    ['2a5e', '0facf3bef5e8070b1d170839204022000066e3'],
    ['2a5f', '1fdef3caf3caf35af5d4f3b2f220010000007ae3'],
  ] as const) {
    for (let length = 0; length < hex.length; length += 2) {
      expect(decode(subtopic, hex.slice(0, length)).refusal).toMatchObject({ code: 'badLength' })
    }
    expect(decode(subtopic, `${hex}00`).refusal).toMatchObject({ code: 'badLength' })
  }
})

test('a characteristic that is not understood is named', () => {
  expect(decode('2aa7', '00').refusal).toMatchObject({ code: 'unknownCharacteristic', given: '2aa7' })
})
