/**
 * Canonical bytes of a message, and the salted commitment to it.
 *
 * A signature covers `canonicalMessage`. The commitment has the same shape, with each reading's eight bytes
 * replaced by a salted hash of them, so that one reading can be shown, or erased, without the others:
 *
 *   canonicalReading  = vital u16 | quality u8 | decimals u8 | value i32                          (8 bytes)
 *   canonicalMessage  = "VG1" | count u8 | atMs i64 | sequence i64 | count x canonicalReading | id
 *   readingCommitment = SHA-256(salt16 | canonicalReading)
 *   commitment        = SHA-256(salt16 | "VG1" | count u8 | atMs i64 | sequence i64 | receivedAtMs i64
 *                               | count x readingCommitment | id)
 *   leaf              = SHA-256(0x00 | commitment)                                     (RFC 6962, section 2.1)
 *
 * Integers are big-endian; a missing sequence is -1; the id is UTF-8 and takes the rest. A commitment to a
 * reading hashes 24 bytes, one to a message at least 77: neither can stand for the other.
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

function header(message: CanonicalMessage, times: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + 8 * times.length)
  bytes.set([0x56, 0x47, 0x31, message.readings.length])
  const view = new DataView(bytes.buffer)
  times.forEach((time, i) => {
    view.setBigInt64(4 + 8 * i, BigInt(time))
  })
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
  return concat([
    header(message, [message.atMs, message.sequence]),
    ...message.readings.map(canonicalReading),
    new TextEncoder().encode(message.deviceId),
  ])
}

/** @param salt 16 random bytes of this reading's own */
export function readingCommitment(salt: Uint8Array, reading: CanonicalReading): Uint8Array {
  return sha256(concat([salt, canonicalReading(reading)]))
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
  return sha256(
    concat([
      salt,
      header(message, [message.atMs, message.sequence, receivedAtMs]),
      ...readingCommitments,
      new TextEncoder().encode(message.deviceId),
    ]),
  )
}
