/** What the decoder of one Bluetooth characteristic makes of its bytes. */
import type { Refusal } from '../../refusal.ts'
import type { VitalName } from '../../vitals.ts'
import type { ByteReader } from './byteReader.ts'
import type { MedicalFloat } from './medicalFloat.ts'

export interface CharacteristicReading {
  readonly vital: VitalName
  readonly value: MedicalFloat
  /** UCUM code. */
  readonly unit: string
  /** Number from QUALITY, by the status bits. */
  readonly quality: number
  /** Name of the field in the specification. */
  readonly field: string
}

export interface CharacteristicValue {
  /** Unix milliseconds; NaN where the value carries no time. */
  readonly atMs: number
  /** -1 where the value carries none. */
  readonly sequence: number
  readonly readings: readonly CharacteristicReading[]
}

/** Reads every field that the flags announce; that the bytes end there is checked by the caller. */
export type DecodeCharacteristic = (reader: ByteReader) => CharacteristicValue | Refusal
