/**
 * Canonical bytes of a message, and the salted commitment to it.
 *
 * A signature covers `canonicalMessage`. The commitment has the same shape, with each reading's eight bytes
 * replaced by a salted hash of them, so that one reading can be shown, or erased, without the others:
 *
 *   canonicalReading  = vital u16 | quality u8 | decimals u8 | value i32                          (8 bytes)
 *   canonicalMessage  = "VG1" | idLength u8 | id | atMs i64 | sequence i64 | count u8 | count x canonicalReading
 *   readingCommitment = SHA-256(salt16 | "R" | canonicalReading)
 *   commitment        = SHA-256(salt16 | "VG1" | idLength u8 | id | atMs i64 | sequence i64 | receivedAtMs i64
 *                               | count u8 | count x readingCommitment)
 *   leaf              = SHA-256(0x00 | commitment)                                     (RFC 6962, section 2.1)
 *
 * Integers are big-endian; a missing sequence is -1.
 */
import { sha256 } from '@noble/hashes/sha2.js'

export const SALT_BYTES = 16
export const HASH_BYTES = 32
export const READING_BYTES = 8
export const MAX_DEVICE_ID_BYTES = 64
/** Readings in one message. */
export const MAX_READINGS = 64

export interface CanonicalReading {
  readonly vitalCode: number
  /** Number from QUALITY. */
  readonly quality: number
  readonly decimals: number
  /** Integer of 10^-decimals units. */
  readonly value: number
}

export interface CanonicalMessage {
  readonly deviceId: string
  /** Time of measurement, Unix milliseconds. */
  readonly atMs: number
  /** -1 where the payload carried none. */
  readonly sequence: number
  readonly readings: readonly CanonicalReading[]
}

/** The eight bytes of one reading. */
export function canonicalReading(reading: CanonicalReading): Uint8Array {
  const bytes = new Uint8Array(READING_BYTES)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, reading.vitalCode)
  view.setUint8(2, reading.quality)
  view.setUint8(3, reading.decimals)
  view.setInt32(4, reading.value)
  return bytes
}

function header(message: CanonicalMessage, receivedAtMs: number | null): Uint8Array {
  const id = new TextEncoder().encode(message.deviceId)
  const bytes = new Uint8Array(4 + id.length + 16 + (receivedAtMs === null ? 0 : 8) + 1)
  const view = new DataView(bytes.buffer)
  bytes.set([0x56, 0x47, 0x31, id.length])
  bytes.set(id, 4)
  let offset = 4 + id.length
  view.setBigInt64(offset, BigInt(message.atMs))
  view.setBigInt64(offset + 8, BigInt(message.sequence))
  offset += 16
  if (receivedAtMs !== null) {
    view.setBigInt64(offset, BigInt(receivedAtMs))
    offset += 8
  }
  view.setUint8(offset, message.readings.length)
  return bytes
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}

/** What a device signs. */
export function canonicalMessage(message: CanonicalMessage): Uint8Array {
  return concat([header(message, null), ...message.readings.map(canonicalReading)])
}

/** @param salt 16 random bytes of this reading's own */
export function readingCommitment(salt: Uint8Array, reading: CanonicalReading): Uint8Array {
  return sha256(concat([salt, Uint8Array.of(0x52), canonicalReading(reading)]))
}

/**
 * @param salt 16 random bytes of the message's own
 * @param readingCommitments one for each reading, in order
 */
export function messageCommitment(
  salt: Uint8Array,
  message: CanonicalMessage,
  receivedAtMs: number,
  readingCommitments: readonly Uint8Array[],
): Uint8Array {
  return sha256(concat([salt, header(message, receivedAtMs), ...readingCommitments]))
}
