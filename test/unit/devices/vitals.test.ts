import { createRequire } from 'node:module'
import { expect, test } from '@jest/globals'
import { scaled } from '../../../devices/scaled.ts'
import { VITALS, vitalNamed, vitalWithCode } from '../../../devices/vitals.ts'

test('codes are numbers of stored rows and signed bytes: they never change', () => {
  expect(Object.fromEntries(VITALS.map(({ name, code }) => [name, code]))).toEqual({
    heartRate: 1,
    oxygenSaturation: 2,
    respiratoryRate: 3,
    bodyTemperature: 4,
    systolicBloodPressure: 5,
    diastolicBloodPressure: 6,
    glucose: 7,
    bodyWeight: 8,
    steps: 9,
    consciousness: 10,
    supplementalOxygen: 11,
  })
})

test('a vital is found by its name and by its code, and by no name of Object', () => {
  for (const vital of VITALS) {
    expect(vitalNamed(vital.name)).toBe(vital)
    expect(vitalWithCode(vital.code)).toBe(vital)
  }
  expect(vitalNamed('constructor')).toBeUndefined()
  expect(vitalWithCode(0)).toBeUndefined()
})

test('units are valid UCUM', () => {
  const require = createRequire(import.meta.url)
  const ucum = require('@lhncbc/ucum-lhc').UcumLhcUtils.getInstance()
  for (const { unit } of VITALS) expect([unit, ucum.validateUnitString(unit).status]).toEqual([unit, 'valid'])
})

test('the first and the last plausible value fit 32 bits exactly', () => {
  for (const { plausible, decimals } of VITALS) {
    for (const limit of plausible) {
      const integer = scaled(limit, decimals)
      expect(integer / 10 ** decimals).toBe(limit)
      expect(integer | 0).toBe(integer)
    }
  }
})

test('what means no signal is no plausible value', () => {
  for (const { noSignalAtOrBelow, plausible } of VITALS) {
    if (noSignalAtOrBelow !== null) expect(noSignalAtOrBelow).toBeLessThan(plausible[0])
  }
})

// HL7 FHIR R4, vital signs profiles (Observation-*.json); US Core, satO2-fiO2 and blood-glucose;
// Danish core, Observation-MaxConsciousness
test('LOINC codes are those of the FHIR profiles', () => {
  expect(Object.fromEntries(VITALS.map(({ name, loinc }) => [name, loinc]))).toMatchObject({
    heartRate: '8867-4',
    oxygenSaturation: '2708-6',
    respiratoryRate: '9279-1',
    bodyTemperature: '8310-5',
    systolicBloodPressure: '8480-6',
    diastolicBloodPressure: '8462-4',
    glucose: '2339-0',
    bodyWeight: '29463-7',
    consciousness: '80288-4',
    supplementalOxygen: '3151-8',
  })
})
