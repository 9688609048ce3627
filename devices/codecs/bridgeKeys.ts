/**
 * Properties of BLE advertisements that are vital signs, as OpenMQTTGateway and Theengs name them; the unit hides in
 * the key. The first key found of a vital is its reading: `tempc` and `tempf` are one temperature written twice.
 */
import type { JsonObject } from '../strictJson.ts'
import type { VitalName } from '../vitals.ts'

export interface BridgeKey {
  readonly key: string
  readonly vital: VitalName
  /** UCUM code; null where another property says it. */
  readonly unit: string | null
  /** Property that says the unit. */
  readonly unitKey: string | null
  /** Whether the value is about a person at all. */
  readonly concerns: (advertisement: JsonObject) => boolean
}

const always = (): boolean => true

/** Theengs gives each decoder a type: a THB, BBQ or PLANT thermometer measures the room. */
function isWorn({ type }: JsonObject): boolean {
  return type === undefined || type === 'BODY'
}

/** Scales of Xiaomi weigh suitcases too and say so. */
function isPerson({ weighing_mode: mode }: JsonObject): boolean {
  return mode !== 'object'
}

export const BRIDGE_KEYS: readonly BridgeKey[] = [
  { key: 'hr', vital: 'heartRate', unit: '/min', unitKey: null, concerns: always },
  { key: 'act_bpm', vital: 'heartRate', unit: '/min', unitKey: null, concerns: always },
  { key: 'spo2', vital: 'oxygenSaturation', unit: '%', unitKey: null, concerns: always },
  { key: 'tempc', vital: 'bodyTemperature', unit: 'Cel', unitKey: null, concerns: isWorn },
  { key: 'tempf', vital: 'bodyTemperature', unit: '[degF]', unitKey: null, concerns: isWorn },
  { key: 'weight', vital: 'bodyWeight', unit: null, unitKey: 'unit', concerns: isPerson },
  { key: 'steps', vital: 'steps', unit: '{steps}', unitKey: null, concerns: always },
]
