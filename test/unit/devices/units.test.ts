import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { UNIT_ALIASES } from '../../../devices/unitAliases.ts'
import { createUnits } from '../../../devices/units.ts'
import { VITALS, type VitalName, vitalNamed } from '../../../devices/vitals.ts'

const units = createUnits()

function convert(value: number, unit: string, vital: VitalName) {
  return units.convert(value, unit, vitalNamed(vital)!)
}

test.each<[number, string, VitalName, number]>([
  [98.6, '[degF]', 'bodyTemperature', 3700],
  [310.15, 'K', 'bodyTemperature', 3700],
  [5.5, 'mmol/L', 'glucose', 991],
  [0.0055, 'mol/L', 'glucose', 991],
  [0.001, 'kg/L', 'glucose', 1000],
  [18.9, 'kPa', 'systolicBloodPressure', 1418],
  [150, '[lb_av]', 'bodyWeight', 6804],
  [0.97, '1', 'oxygenSaturation', 970],
  [1.2, 'Hz', 'heartRate', 720],
])('%p %s of %s is %p, and the original is kept', (value, unit, vital, integer) => {
  expect(convert(value, unit, vital)).toEqual({ value: integer, original: { value, unit } })
})

test("a value in the vital's own unit needs no original, unless it was rounded", () => {
  expect(convert(36.65, 'Cel', 'bodyTemperature')).toEqual({ value: 3665, original: null })
  expect(convert(36.655, 'Cel', 'bodyTemperature')).toEqual({
    value: 3666,
    original: { value: 36.655, unit: 'Cel' },
  })
})

test('the same unit by another name is no conversion', () => {
  for (const unit of ['bpm', '1/min', '{beats}/min']) {
    expect(convert(72, unit, 'heartRate')).toEqual({ value: 720, original: null })
  }
})

test('spellings of the field are understood, and the original is written in UCUM', () => {
  expect(convert(98.6, '°F', 'bodyTemperature')).toEqual({
    value: 3700,
    original: { value: 98.6, unit: '[degF]' },
  })
  expect(convert(150, 'lbs', 'bodyWeight')).toMatchObject({ original: { unit: '[lb_av]' } })
  expect(convert(120, 'mmHg', 'systolicBloodPressure')).toEqual({ value: 1200, original: null })
})

test('every alias leads to a unit of some vital sign', () => {
  for (const [alias, unit] of UNIT_ALIASES) {
    const taking = VITALS.filter((vital) => typeof units.convert(1, alias, vital) === 'object')
    expect({ alias, unit, vitals: taking.length }).not.toMatchObject({ vitals: 0 })
  }
})

describe('refuses', () => {
  test.each<[string, VitalName, string]>([
    ['a unit of something else', 'heartRate', 'Cel'],
    ['a logarithmic unit', 'oxygenSaturation', 'dB'],
    ['a share of something as a count', 'steps', '%'],
    ['an arbitrary unit', 'glucose', '[IU]/L'],
  ])('%s', (_, vital, unit) => {
    expect(convert(1, unit, vital)).toBe('wrongUnit')
  })

  test.each([
    'beeps',
    '',
    ' kg',
    'kg.',
    'KG',
    '__proto__',
    'constructor',
    'toString',
    'g'.repeat(33),
    'k\tg',
  ])('what is no unit: %p', (unit) => {
    expect(convert(1, unit, 'bodyWeight')).toBe('unknownUnit')
  })

  test('what the library would only guess', () => {
    expect(convert(1, 'pound', 'bodyWeight')).toBe('unknownUnit')
    expect(convert(1, 'meter', 'heartRate')).toBe('unknownUnit')
  })
})

test('the library is loaded only for a unit that needs it', () => {
  let loads = 0
  const load = () => {
    loads++
    return { convertUnitTo: () => ({ status: 'failed', toVal: null, msg: ['', ''] }) }
  }
  const lazy = createUnits({ load })
  lazy.convert(36.6, 'Cel', vitalNamed('bodyTemperature')!)
  expect(loads).toBe(0)
  lazy.convert(98.6, '[degF]', vitalNamed('bodyTemperature')!)
  lazy.convert(98.7, '[degF]', vitalNamed('bodyTemperature')!)
  expect(loads).toBe(1)
})

test('what is learnt from the network is bounded, and forgetting changes nothing', () => {
  for (let i = 0; i < 1200; i++) convert(1, `${i + 1}.g`, 'bodyWeight')
  expect(convert(5000, '2.g', 'bodyWeight')).toMatchObject({ value: 1000 })
})

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom(...VITALS), (unit, vital) => {
      expect(() => units.convert(1, unit, vital)).not.toThrow()
    }),
  )
})
