/** A body as a function of time: what a perfect instrument would measure on one person at one moment. */
import { createActivity } from './activity.ts'
import { restingBaseline } from './baseline.ts'
import { createChance } from './chance.ts'
import { createDrift } from './drift.ts'
import type { Person } from './person.ts'

export interface BodyState {
  readonly heartRate: number
  readonly respiratoryRate: number
  readonly oxygenSaturation: number
  readonly bodyTemperature: number
  readonly systolicBloodPressure: number
  readonly diastolicBloodPressure: number
  readonly glucose: number
  readonly bodyWeight: number
  readonly steps: number
  /** True while the limbs move. */
  readonly moving: boolean
}

/** Pure: the same time gives the same state, in whatever order times are asked. */
export type Body = (atMs: number) => BodyState

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Temperature is lowest about 4 a.m.; a day moves it by about 0.5 Cel (Clinical Methods, 3rd ed., chapter 218). */
const NADIR_HOUR = 4
const TEMPERATURE_SWING = 0.25
/** Fever: 7.2 /min of heart rate and 1.4 /min of breathing for each Cel (Jensen 2019, 4,493 adults). */
const HEART_RATE_PER_CELSIUS = 7.2
const RESPIRATORY_RATE_PER_CELSIUS = 1.4
/** Breathing rises linearly as saturation falls (Rebuck and Campbell 1974). */
const RESPIRATORY_RATE_PER_PERCENT = 0.7
/** Sleep takes 10 to 20 % off blood pressure (O'Brien 1988, "dippers") and about as much off the heart rate. */
const SLEEP_DIP = 0.13
/** A walk uses up to half of the reserve between resting and maximal heart rate. */
const RESERVE_SHARE = 0.5
/** Glucose peaks 46 to 50 minutes after a meal begins (Freckmann 2007). */
const GLUCOSE_PEAK_MS = 48 * MINUTE_MS
const MEAL_HOURS = [7.5, 12.5, 19]

/** 0 awake to 1 asleep, passing over half an hour about 22:30 and 06:30. */
function sleepDepth(hour: number): number {
  const edge = (at: number) => 1 / (1 + Math.exp(-at / 0.15))
  const sinceEvening = ((hour - 22.5 + 36) % 24) - 12
  const sinceMorning = ((hour - 6.5 + 36) % 24) - 12
  return hour > 14.5 || hour < 2.5 ? edge(sinceEvening) : 1 - edge(sinceMorning)
}

/** @param utcOffsetMs local time minus UTC: nights are where the person is */
export function createBody({ person, utcOffsetMs }: { person: Person; utcOffsetMs: number }): Body {
  const chance = createChance(person.seed)
  const baseline = restingBaseline(person, chance.fork('baseline'))
  const activity = createActivity({
    chance: chance.fork('activity'),
    utcOffsetMs,
    ageYears: person.ageYears,
  })
  const drift = (name: string, timeConstantMs: number) =>
    createDrift({ chance: chance.fork(name), timeConstantMs, standardDeviation: 1 })
  // Mood, posture, talk: moves heart, breath and pressure together over a quarter of an hour.
  const arousal = drift('arousal', 15 * MINUTE_MS)
  // Heart rate variability below 0.04 Hz, the slow band of Task Force 1996; faster bands average out in a reading.
  const heartVariability = drift('heart', 30_000)
  const breathVariability = drift('breath', MINUTE_MS)
  const ventilation = drift('ventilation', 10 * MINUTE_MS)
  const vascularTone = drift('vascular', 30 * MINUTE_MS)
  const heat = drift('heat', 3 * HOUR_MS)
  const metabolism = drift('metabolism', 30 * MINUTE_MS)
  const water = drift('water', 2 * DAY_MS)
  const mealTime = chance.fork('mealTime')
  const mealSize = chance.fork('mealSize')

  const afterMeals = (atMs: number): number => {
    const today = Math.floor((atMs + utcOffsetMs) / DAY_MS)
    let rise = 0
    for (const day of [today - 1, today]) {
      for (const [course, hour] of MEAL_HOURS.entries()) {
        const index = day * MEAL_HOURS.length + course
        const startMs = day * DAY_MS - utcOffsetMs + (hour + mealTime.between(-0.5, 0.5, index)) * HOUR_MS
        const x = (atMs - startMs) / GLUCOSE_PEAK_MS
        if (x > 0 && x < 12) rise += mealSize.between(0.6, 1.3, index) * x * Math.exp(1 - x)
      }
    }
    return rise * baseline.mealRise
  }

  return (atMs) => {
    const hour = ((((atMs + utcOffsetMs) % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS
    const asleep = sleepDepth(hour)
    const effort = activity.effort(atMs)
    const mood = arousal(atMs) * (1 - 0.5 * asleep)
    const circadian = -TEMPERATURE_SWING * Math.cos((2 * Math.PI * (hour - NADIR_HOUR)) / 24)
    const bodyTemperature = baseline.bodyTemperature + circadian + 0.08 * heat(atMs)
    const fever = bodyTemperature - 36.7
    const oxygenSaturation = Math.min(
      100,
      baseline.oxygenSaturation - 0.8 * asleep - 0.8 * effort + 0.6 * ventilation(atMs),
    )
    const dip = 1 - SLEEP_DIP * asleep
    const reserve = Math.max(0, baseline.maximalHeartRate - baseline.heartRate)
    return {
      heartRate:
        baseline.heartRate * dip +
        HEART_RATE_PER_CELSIUS * fever +
        RESERVE_SHARE * reserve * effort +
        2.5 * mood +
        1.5 * heartVariability(atMs),
      respiratoryRate:
        baseline.respiratoryRate -
        1.5 * asleep +
        RESPIRATORY_RATE_PER_CELSIUS * fever +
        RESPIRATORY_RATE_PER_PERCENT * (baseline.oxygenSaturation - oxygenSaturation) +
        7 * effort +
        0.7 * mood +
        0.6 * breathVariability(atMs),
      oxygenSaturation,
      bodyTemperature,
      systolicBloodPressure: baseline.systolic * dip + 24 * effort + 4 * mood + 3 * vascularTone(atMs),
      diastolicBloodPressure: baseline.diastolic * dip + 4 * effort + 2 * mood + 2 * vascularTone(atMs),
      glucose: baseline.glucose + afterMeals(atMs) + 4 * metabolism(atMs),
      // Food and drink of the day, gone by the morning.
      bodyWeight: baseline.bodyWeight + 0.5 * Math.min(1, Math.max(0, hour - 7) / 14) + 0.3 * water(atMs),
      steps: activity.stepsToday(atMs),
      moving: activity.moving(atMs),
    }
  }
}
