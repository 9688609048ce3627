/** How a wearable writes what it measured: one message on one topic. */
import type { SensorReading } from '../sensor.ts'

export interface Measurement {
  /** The device's id, for its topics. */
  readonly deviceId: string
  readonly sequence: number
  /** By the wearable's own clock. */
  readonly atMs: number
  readonly readings: readonly SensorReading[]
  /** Of a sensor behind a bridge; null for a device that speaks for itself. */
  readonly relay: Relay | null
}

export interface Relay {
  /** Under which the bridge publishes. */
  readonly prefix: string
  /** Twelve hex digits, upper case. */
  readonly address: string
}

export interface Upload {
  readonly topic: string
  readonly payload: Uint8Array
}

/** @returns null where the dialect can not say what was measured, as "no signal" in some */
export type Dialect = (measurement: Measurement) => Upload | null
