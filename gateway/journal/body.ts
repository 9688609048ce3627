/**
 * The bytes of one stored message:
 *
 *   count u8 | salt16 of the message | count x salt16 | count x canonicalReading (8) | count x mark (1)
 *   | for each reading marked `original`: value f64, unitLength u8, unit | signature 64 where the entry is signed
 *
 * What is hashed lies here as it was hashed, so a proof needs no translation.
 */
import { READING_BYTES, SALT_BYTES } from '../../devices/canonical.ts'
import type { Original } from '../../devices/codec.ts'
import { MARK } from './flags.ts'

export const SIGNATURE_BYTES = 64
export const MAX_UNIT_BYTES = 40

export interface StoredReading {
  readonly vitalCode: number
  /** Integer of 10^-decimals units. */
  readonly value: number
  readonly decimals: number
  /** Number from QUALITY. */
  readonly quality: number
  /** A newer value of the same device, patient and vital was there already. */
  readonly late: boolean
  /** As its sender wrote it, where the integer does not say it exactly. */
  readonly original: Original | null
}

/** Where the canonical readings of a body begin. */
export function readingsOffset(count: number): number {
  return 1 + SALT_BYTES * (1 + count)
}

/** Bytes before the originals. */
export function fixedBytes(count: number): number {
  return readingsOffset(count) + (READING_BYTES + 1) * count
}

/** The canonical bytes of all readings of a body. */
export function canonicalReadings(body: Uint8Array): Buffer {
  const start = body.byteOffset + readingsOffset(body[0])
  return Buffer.from(body.buffer as ArrayBuffer, start, body[0] * READING_BYTES)
}

export function readBody(body: Uint8Array): StoredReading[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const count = view.getUint8(0)
  const first = readingsOffset(count)
  const marks = first + READING_BYTES * count
  let tail = fixedBytes(count)
  const readings: StoredReading[] = []
  for (let i = 0; i < count; i++) {
    const offset = first + READING_BYTES * i
    const mark = view.getUint8(marks + i)
    let original: Original | null = null
    if (mark & MARK.original) {
      const unitLength = view.getUint8(tail + 8)
      const unit = Buffer.from(body.subarray(tail + 9, tail + 9 + unitLength)).toString('utf8')
      original = { value: view.getFloat64(tail), unit }
      tail += 9 + unitLength
    }
    readings.push({
      vitalCode: view.getUint16(offset),
      quality: view.getUint8(offset + 2),
      decimals: view.getUint8(offset + 3),
      value: view.getInt32(offset + 4),
      late: (mark & MARK.late) !== 0,
      original,
    })
  }
  return readings
}
