/** What a resting, awake adult of an age and sex measures, with the spread between people. */
import type { Chance } from './chance.ts'
import type { Person, Trait } from './person.ts'

export interface Baseline {
  readonly heartRate: number
  readonly maximalHeartRate: number
  readonly respiratoryRate: number
  readonly oxygenSaturation: number
  readonly bodyTemperature: number
  readonly systolic: number
  readonly diastolic: number
  readonly glucose: number
  /** Rise after a meal, mg/dL. */
  readonly mealRise: number
  readonly bodyWeight: number
}

type Shift = Partial<Record<keyof Baseline, number>>

/** Sizes as a ward would expect them, chosen to cross a screening limit without an emergency. */
const SHIFTS: Readonly<Record<Trait, Shift>> = {
  hypertension: { systolic: 24, diastolic: 12, heartRate: 3 },
  diabetes: { glucose: 45, mealRise: 55, bodyWeight: 9 },
  lungDisease: { oxygenSaturation: -4, respiratoryRate: 4, heartRate: 6 },
  fever: { bodyTemperature: 1.5 },
  athlete: { heartRate: -14, respiratoryRate: -2, bodyWeight: -5 },
}

/**
 * Heart rate: women some 3 /min above men, little change with age (Ostchega 2011, NHANES 1999-2008). Maximal
 * rate 208 - 0.7 x age (Tanaka 2001). Systolic pressure climbs through life, diastolic turns down after 55
 * (Franklin 1997, Framingham). Temperature 36.6 Cel, lower in the old (Waalen and Buxbaum 2011). Saturation
 * falls slowly with age (Crapo 1999). Fasting glucose and its rise after meals: Freckmann 2007.
 */
export function restingBaseline(person: Person, chance: Chance): Baseline {
  const { ageYears: age, sex, traits = [] } = person
  const female = sex === 'female'
  const spread = (name: string, deviation: number) =>
    deviation * Math.max(-2, Math.min(2, chance.fork(name).normal()))
  const typical: Baseline = {
    heartRate: (female ? 74 : 71) + spread('heartRate', 6),
    maximalHeartRate: 208 - 0.7 * age,
    respiratoryRate: 15 + Math.max(0, age - 60) * 0.06 + spread('respiratoryRate', 1.2),
    oxygenSaturation: 98 - Math.max(0, age - 25) * 0.022 + spread('oxygenSaturation', 0.5),
    bodyTemperature: 36.65 + (female ? 0.1 : 0) - Math.max(0, age - 40) * 0.004 + spread('temperature', 0.15),
    systolic: (female && age < 50 ? 112 : 116) + (age - 30) * 0.45 + spread('systolic', 7),
    diastolic: (age < 55 ? 73 + (age - 30) * 0.25 : 79 - (age - 55) * 0.25) + spread('diastolic', 4),
    glucose: 92 + spread('glucose', 5),
    mealRise: 38 + spread('mealRise', 8),
    bodyWeight: (female ? 68 : 82) + spread('bodyWeight', 10),
  }
  const shifted = { ...typical } as { -readonly [Name in keyof Baseline]: number }
  for (const trait of traits) {
    for (const name of Object.keys(SHIFTS[trait]) as (keyof Baseline)[])
      shifted[name] += SHIFTS[trait][name] ?? 0
  }
  return shifted
}
