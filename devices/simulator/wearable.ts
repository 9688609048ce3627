/** One virtual wearable: when it measures, what it measures, what goes wrong, and what it uploads. */
import type { Body } from './body.ts'
import type { Chance } from './chance.ts'
import type { Relay, Upload } from './dialects/dialect.ts'
import { createEpisodes } from './episodes.ts'
import { KINDS, type KindName } from './kinds.ts'
import { createSensor, type SensorReading } from './sensor.ts'

export interface WearableOptions {
  readonly id: string
  readonly kind: KindName
  readonly body: Body
  /** Of this specimen: wearables on one body differ in it. */
  readonly chance: Chance
  /** The kind's own without it. */
  readonly intervalMs?: number
  /** How far its clock runs ahead of the truth. */
  readonly clockSkewMs?: number
  readonly relay?: Relay
}

export interface Sample {
  readonly readings: readonly SensorReading[]
  /** True while uploads do not get through. */
  readonly silent: boolean
}

export interface Wearable {
  readonly id: string
  readonly intervalMs: number
  /** When it measures first, after `intervalMs` at the latest: wearables do not march in step. */
  readonly phaseMs: number
  /** Pure: what its n-th measurement would be, taken at that time. */
  sample(bodyMs: number, sequence: number): Sample
  /**
   * Measures, and gives what now leaves the wearable: nothing while it is silent, afterwards all that was missed,
   * unless its messages carry no time.
   * @param bodyMs time in the life of its wearer
   * @param atMs time stamped on it, before the wearable's own skew
   */
  measure(bodyMs: number, atMs: number): Upload[]
}

const MINUTE_MS = 60_000

/** Rates as of a calm ward: some percent of readings shaken, one percent off, a silence every few hours. */
const MOTION = { slotMs: 10 * MINUTE_MS, probability: 0.5, shortestMs: 5000, longestMs: MINUTE_MS }
const OFF = { slotMs: 240 * MINUTE_MS, probability: 0.4, shortestMs: MINUTE_MS, longestMs: 8 * MINUTE_MS }
const SILENCE = {
  slotMs: 120 * MINUTE_MS,
  probability: 0.35,
  shortestMs: MINUTE_MS,
  longestMs: 10 * MINUTE_MS,
}

export function createWearable(options: WearableOptions): Wearable {
  const { id, body, chance, clockSkewMs = 0, relay = null } = options
  const kind = KINDS[options.kind]
  const intervalMs = options.intervalMs ?? kind.intervalMs
  const sensors = kind.vitals.map((vital) => ({
    vital,
    every: (kind.every as Partial<Record<string, number>>)[vital] ?? 1,
    read: createSensor({ vital, chance: chance.fork(vital) }),
  }))
  const motions = createEpisodes({ chance: chance.fork('motion'), ...MOTION })
  const offs = createEpisodes({ chance: chance.fork('off'), ...OFF })
  const silences = createEpisodes({ chance: chance.fork('silence'), ...SILENCE })
  let sequence = 0
  let missed: Upload[] = []

  const sample = (bodyMs: number, index: number): Sample => {
    const off = kind.worn && offs.at(bodyMs) !== null
    const shaken = kind.motion ? motions.at(bodyMs) : null
    const motion = shaken ? 0.3 + 0.7 * shaken.strength : 0
    const state = body(bodyMs)
    const readings = sensors
      .filter(({ vital, every }) => index % every === 0 && !(off && vital === 'steps'))
      .map(({ read }) => read(bodyMs, state, { off, motion }))
    return { readings, silent: kind.worn && silences.at(bodyMs) !== null }
  }

  return {
    id,
    intervalMs,
    phaseMs: Math.floor(chance.fork('phase').between(0, Math.min(intervalMs, MINUTE_MS))),
    sample,
    measure(bodyMs, atMs) {
      const { readings, silent } = sample(bodyMs, sequence)
      const upload =
        readings.length === 0
          ? null
          : kind.dialect({ deviceId: id, sequence, atMs: atMs + clockSkewMs, readings, relay })
      sequence++
      if (upload && (kind.timed || !silent)) missed.push(upload)
      if (silent) return []
      const uploads = missed
      missed = []
      return uploads
    },
  }
}
