import { describe, expect, test } from '@jest/globals'
import { type BodyState, createBody } from '../../../../devices/simulator/body.ts'
import type { Trait } from '../../../../devices/simulator/person.ts'
import { person } from '../../../support/person.ts'
import { correlation, mean } from '../../../support/statistics.ts'

const HOUR_MS = 3_600_000
const MIDNIGHT_MS = Date.parse('2026-03-02T00:00:00Z')
const DAYS = 4

type Moment = BodyState & { hour: number }

function life(differences: Parameters<typeof person>[0] = {}, utcOffsetMs = 0): Moment[] {
  const body = createBody({ person: person(differences), utcOffsetMs })
  return Array.from({ length: DAYS * 24 * 60 }, (_, minute) => ({
    ...body(MIDNIGHT_MS + minute * 60_000),
    hour: (minute / 60) % 24,
  }))
}

const of = (moments: readonly Moment[], vital: Exclude<keyof BodyState, 'moving'>) =>
  moments.map((moment) => moment[vital])
const night = (moments: readonly Moment[]) => moments.filter(({ hour }) => hour >= 1 && hour < 5)
const day = (moments: readonly Moment[]) => moments.filter(({ hour }) => hour >= 10 && hour < 20)
const resting = (moments: readonly Moment[]) => moments.filter(({ moving }) => !moving)

/** Coldest hour of the mean day. */
function nadirHour(moments: readonly Moment[]): number {
  const hours = Array.from({ length: 24 }, (_, hour) =>
    mean(
      of(
        moments.filter((moment) => Math.floor(moment.hour) === hour),
        'bodyTemperature',
      ),
    ),
  )
  return hours.indexOf(Math.min(...hours))
}

describe('a body', () => {
  const moments = life()

  test('is the same whenever it is asked for the same moment', () => {
    const one = createBody({ person: person(), utcOffsetMs: 0 })
    const other = createBody({ person: person(), utcOffsetMs: 0 })
    other(MIDNIGHT_MS + 5 * HOUR_MS)
    expect(one(MIDNIGHT_MS)).toEqual(other(MIDNIGHT_MS))
    expect(createBody({ person: person({ seed: 'else' }), utcOffsetMs: 0 })(MIDNIGHT_MS)).not.toEqual(
      one(MIDNIGHT_MS),
    )
  })

  test('of a healthy adult rests within the normal ranges', () => {
    const rest = resting(day(moments))
    expect(mean(of(rest, 'heartRate'))).toBeGreaterThan(58)
    expect(mean(of(rest, 'heartRate'))).toBeLessThan(92)
    expect(mean(of(rest, 'respiratoryRate'))).toBeGreaterThan(12)
    expect(mean(of(rest, 'respiratoryRate'))).toBeLessThan(20)
    expect(mean(of(rest, 'oxygenSaturation'))).toBeGreaterThan(96)
    expect(mean(of(rest, 'bodyTemperature'))).toBeGreaterThan(36.2)
    expect(mean(of(rest, 'bodyTemperature'))).toBeLessThan(37.3)
    expect(mean(of(rest, 'systolicBloodPressure'))).toBeGreaterThan(100)
    expect(mean(of(rest, 'systolicBloodPressure'))).toBeLessThan(140)
    expect(Math.max(...of(moments, 'glucose'))).toBeLessThan(180)
    expect(Math.min(...of(moments, 'glucose'))).toBeGreaterThan(70)
  })

  test('dips at night: pressure by 10 to 20 %, heart and breath too', () => {
    const dip = (vital: 'systolicBloodPressure' | 'heartRate') =>
      1 - mean(of(night(moments), vital)) / mean(of(day(moments), vital))
    expect(dip('systolicBloodPressure')).toBeGreaterThan(0.1)
    expect(dip('systolicBloodPressure')).toBeLessThan(0.2)
    expect(dip('heartRate')).toBeGreaterThan(0.1)
    expect(mean(of(night(moments), 'respiratoryRate'))).toBeLessThan(
      mean(of(day(moments), 'respiratoryRate')),
    )
  })

  test('is coldest about four in the morning, where it lives', () => {
    expect(Math.abs(nadirHour(moments) - 4)).toBeLessThanOrEqual(1)
    expect(Math.abs(nadirHour(life({}, 6 * HOUR_MS)) - 22)).toBeLessThanOrEqual(1)
  })

  test('keeps systolic above diastolic pressure', () => {
    const pulsePressures = moments.map(
      (moment) => moment.systolicBloodPressure - moment.diastolicBloodPressure,
    )
    expect(Math.min(...pulsePressures)).toBeGreaterThan(15)
  })

  test('moves its vitals together', () => {
    expect(correlation(of(moments, 'heartRate'), of(moments, 'respiratoryRate'))).toBeGreaterThan(0.5)
    expect(correlation(of(moments, 'heartRate'), of(moments, 'bodyTemperature'))).toBeGreaterThan(0.2)
    expect(
      correlation(
        of(moments, 'heartRate'),
        moments.map(({ moving }) => Number(moving)),
      ),
    ).toBeGreaterThan(0.5)
    const asleep = night(moments)
    expect(correlation(of(asleep, 'oxygenSaturation'), of(asleep, 'respiratoryRate'))).toBeLessThan(-0.2)
  })

  test('counts steps up through the day and from nothing after midnight', () => {
    const steps = moments.filter((_, minute) => minute >= 1440 && minute < 2880).map((moment) => moment.steps)
    expect(steps[0]).toBe(0)
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
    expect(steps.at(-1)).toBeGreaterThan(1000)
    expect(steps.at(-1)).toBeLessThan(25_000)
  })

  test('shows its traits', () => {
    const all = (trait: Trait) => life({ traits: [trait] })
    expect(mean(of(all('fever'), 'bodyTemperature')) - mean(of(moments, 'bodyTemperature'))).toBeCloseTo(1.5)
    expect(mean(of(all('fever'), 'heartRate')) - mean(of(moments, 'heartRate'))).toBeCloseTo(1.5 * 7.2)
    expect(mean(of(all('lungDisease'), 'oxygenSaturation'))).toBeLessThan(95)
    expect(mean(of(resting(day(all('hypertension'))), 'systolicBloodPressure'))).toBeGreaterThan(135)
    expect(Math.max(...of(all('diabetes'), 'glucose'))).toBeGreaterThan(180)
  })
})
