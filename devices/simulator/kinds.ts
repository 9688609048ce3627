/** The wearables that can be simulated: one row each. */
import type { Dialect } from './dialects/dialect.ts'
import { gattBloodPressure } from './dialects/gattBloodPressure.ts'
import { gattGlucose } from './dialects/gattGlucose.ts'
import { gattHeartRate } from './dialects/gattHeartRate.ts'
import { native } from './dialects/native.ts'
import { senml } from './dialects/senml.ts'
import { theengs } from './dialects/theengs.ts'
import type { SimulatedVital } from './sensor.ts'

export interface Kind {
  readonly vitals: readonly SimulatedVital[]
  readonly intervalMs: number
  /** Vitals that come with every n-th upload only. */
  readonly every: Readonly<Partial<Record<SimulatedVital, number>>>
  readonly dialect: Dialect
  /** True where motion disturbs it: optical sensors and cuffs. */
  readonly motion: boolean
  /** True where it is worn, and so can come off; the others are only used when used. */
  readonly worn: boolean
  /** True where its messages carry a time, so that what a silence held back can be sent afterwards. */
  readonly timed: boolean
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

const rows = {
  wrist: {
    vitals: ['heartRate', 'steps'],
    intervalMs: 5 * SECOND_MS,
    every: { steps: 12 },
    dialect: native,
    motion: true,
    worn: true,
    timed: true,
  },
  oximeter: {
    vitals: ['oxygenSaturation', 'heartRate'],
    intervalMs: SECOND_MS,
    every: {},
    dialect: native,
    motion: true,
    worn: true,
    timed: true,
  },
  patch: {
    vitals: ['heartRate', 'respiratoryRate', 'bodyTemperature'],
    intervalMs: 10 * SECOND_MS,
    every: {},
    dialect: native,
    motion: false,
    worn: true,
    timed: true,
  },
  cuff: {
    vitals: ['systolicBloodPressure', 'diastolicBloodPressure'],
    intervalMs: 10 * MINUTE_MS,
    every: {},
    dialect: native,
    motion: true,
    worn: false,
    timed: true,
  },
  scale: {
    vitals: ['bodyWeight'],
    intervalMs: 12 * 60 * MINUTE_MS,
    every: {},
    dialect: native,
    motion: false,
    worn: false,
    timed: true,
  },
  /** A ring that speaks SenML (RFC 8428). */
  ring: {
    vitals: ['oxygenSaturation', 'heartRate', 'bodyTemperature'],
    intervalMs: 10 * SECOND_MS,
    every: {},
    dialect: senml,
    motion: true,
    worn: true,
    timed: true,
  },
  /** Characteristic 0x2A37, without time or sequence. */
  chestStrap: {
    vitals: ['heartRate'],
    intervalMs: 5 * SECOND_MS,
    every: {},
    dialect: gattHeartRate,
    motion: false,
    worn: true,
    timed: false,
  },
  /** Characteristic 0x2A35. */
  gattCuff: {
    vitals: ['systolicBloodPressure', 'diastolicBloodPressure'],
    intervalMs: 10 * MINUTE_MS,
    every: {},
    dialect: gattBloodPressure,
    motion: true,
    worn: false,
    timed: true,
  },
  /** Characteristic 0x2A18. */
  glucoseMeter: {
    vitals: ['glucose'],
    intervalMs: 5 * MINUTE_MS,
    every: {},
    dialect: gattGlucose,
    motion: false,
    worn: false,
    timed: true,
  },
  /** A band whose advertisements a bridge passes on. */
  band: {
    vitals: ['heartRate', 'steps'],
    intervalMs: 15 * SECOND_MS,
    every: {},
    dialect: theengs,
    motion: true,
    worn: true,
    timed: false,
  },
} as const satisfies Record<string, Kind>

export type KindName = keyof typeof rows

export const KINDS: Readonly<Record<KindName, Kind>> = rows
export const KIND_NAMES = Object.keys(rows) as KindName[]
