import { expect, test } from '@jest/globals'
import { parseMapping, parseMappings } from '../../../../devices/replay/mapping.ts'

test('a mapping names column, vital and unit', () => {
  expect(parseMapping('SpO2 5=oxygenSaturation:%')).toMatchObject({
    column: 'SpO2 5',
    vital: { name: 'oxygenSaturation' },
    unit: '%',
  })
  expect(parseMapping('a=b:c=bodyTemperature:[degF]')).toMatchObject({ column: 'a=b:c', unit: '[degF]' })
  expect(parseMapping('awake=consciousness')).toMatchObject({ unit: null })
})

test.each([
  ['SpO2 5', /COLUMN=vital:unit/],
  ['=oxygenSaturation:%', /COLUMN=vital:unit/],
  ['x=saturation:%', /given "saturation", allowed heartRate, oxygenSaturation/],
  ['x=heartRate', /heartRate:\/min; a unit is never guessed/],
])('%s is refused with what is allowed', (text, message) => {
  expect(() => parseMapping(text)).toThrow(message)
})

test('a vital is mapped once, and a pressure as a pair', () => {
  expect(() => parseMappings([])).toThrow(/at least one/)
  expect(() => parseMappings(['a=heartRate:/min', 'b=heartRate:/min'])).toThrow(/each vital once/)
  expect(() => parseMappings(['s=systolicBloodPressure:mm[Hg]'])).toThrow(/diastolicBloodPressure beside it/)
  expect(parseMappings(['s=systolicBloodPressure:mm[Hg]', 'd=diastolicBloodPressure:mm[Hg]'])).toHaveLength(2)
})
