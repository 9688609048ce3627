/** What one sensor makes of a body: its own bias and noise, motion, and nothing at all when it is off. */
import type { Quality } from '../quality.ts'
import type { VitalName } from '../vitals.ts'
import type { BodyState } from './body.ts'
import type { Chance } from './chance.ts'

export interface SensorReading {
  readonly vital: VitalName
  /** In the vital's own unit, rounded as the sensor shows it; 0 without signal. */
  readonly value: number
  readonly quality: Quality
}

/** What happens to a sensor at a moment; strengths are 0 to 1. */
export interface Disturbance {
  /** Fallen off, or never put on. */
  readonly off: boolean
  /** Shaken: 0 is still. */
  readonly motion: number
}

interface Row {
  /** Digits after the point that the sensor shows. */
  readonly decimals: number
  /** Constant error of one specimen, standard deviation. */
  readonly bias: number
  readonly noise: number
  /** Error at the height of a motion artefact; one-sided where the sign is known. */
  readonly motionError: number
  readonly range: readonly [low: number, high: number]
}

/**
 * Errors of good consumer instruments. Motion takes the saturation down (Barker 1997) and sends the heart
 * rate of optical sensors astray to either side.
 */
const SENSORS: Readonly<Partial<Record<VitalName, Row>>> = {
  heartRate: { decimals: 0, bias: 0.8, noise: 0.6, motionError: 18, range: [25, 240] },
  oxygenSaturation: { decimals: 0, bias: 0.4, noise: 0.3, motionError: -9, range: [50, 100] },
  respiratoryRate: { decimals: 0, bias: 0.4, noise: 0.5, motionError: 4, range: [4, 60] },
  bodyTemperature: { decimals: 1, bias: 0.06, noise: 0.03, motionError: 0, range: [30, 43] },
  systolicBloodPressure: { decimals: 0, bias: 2, noise: 2.5, motionError: 14, range: [60, 260] },
  diastolicBloodPressure: { decimals: 0, bias: 1.5, noise: 2, motionError: 9, range: [30, 160] },
  glucose: { decimals: 0, bias: 3, noise: 4, motionError: 0, range: [40, 500] },
  bodyWeight: { decimals: 1, bias: 0.1, noise: 0.05, motionError: 0, range: [30, 250] },
  steps: { decimals: 0, bias: 0, noise: 0, motionError: 0, range: [0, 100_000] },
}

export type SimulatedVital = Exclude<VitalName, 'consciousness' | 'supplementalOxygen'>

/** @param chance of this specimen: each has its own bias */
export function createSensor({ vital, chance }: { vital: SimulatedVital; chance: Chance }) {
  const { decimals, bias, noise, motionError, range } = SENSORS[vital]!
  const error = chance.fork('bias')
  const flicker = chance.fork('flicker')
  const sway = chance.fork('sway')
  const specimenBias = bias * Math.max(-2, Math.min(2, error.normal()))
  const scale = 10 ** decimals

  return (atMs: number, body: BodyState, { off, motion }: Disturbance): SensorReading => {
    if (off) return { vital, value: 0, quality: 'noSignal' }
    const index = Math.floor(atMs / 100)
    const direction = motionError < 0 ? sway.between(0.3, 1, index) : sway.between(-1, 1, index)
    const astray = motion * Math.abs(motionError) * (motionError < 0 ? -direction : direction)
    const measured = body[vital] + specimenBias + noise * flicker.normal(index) + astray
    const shown = Math.round(Math.max(range[0], Math.min(range[1], measured)) * scale) / scale
    return { vital, value: shown, quality: motion > 0 && motionError !== 0 ? 'questionable' : 'good' }
  }
}
