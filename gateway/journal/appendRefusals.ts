/** Writes refused payloads into the open transaction: an entry, a leaf, and the bytes while the quota lasts. */
import type { DatabaseSync } from 'node:sqlite'
import { sha256 } from '@noble/hashes/sha2.js'
import { leafHash } from '../../contracts/merkle/leaf.ts'
import { SALT_BYTES } from '../../devices/canonical.ts'
import { describeRefusal, type Refusal } from '../../devices/refusal.ts'
import { ENTRY_KIND } from './flags.ts'

export interface RefusedPayload {
  readonly device: number
  readonly deviceId: string
  readonly receivedAtMs: number
  readonly topic: string
  readonly refusal: Refusal
  /** A view: copied here or not at all. */
  readonly payload: Uint8Array
}

export interface AppendRefusalsOptions {
  readonly database: DatabaseSync
  readonly fillRandom: (bytes: Uint8Array) => void
  /** Bytes kept whole for each device; beyond it only hash and size of a payload. */
  readonly quotaBytes: number
}

export type AppendRefusals = (refused: readonly RefusedPayload[], firstPosition: number) => void

/** SHA-256(salt16 | "VGQ" 0 | receivedAtMs i64 | SHA-256(payload) | device id). */
export function refusalCommitment(
  salt: Uint8Array,
  receivedAtMs: number,
  payloadHash: Uint8Array,
  deviceId: string,
): Uint8Array {
  const received = Buffer.alloc(8)
  received.writeBigInt64BE(BigInt(receivedAtMs))
  return sha256(
    Buffer.concat([salt, Buffer.from('VGQ\0', 'latin1'), received, payloadHash, Buffer.from(deviceId)]),
  )
}

export function createAppendRefusals(options: AppendRefusalsOptions): AppendRefusals {
  const { database, fillRandom, quotaBytes } = options
  const insertEntry = database.prepare(
    `INSERT INTO entry(position, kind, device, patient, at, received, sequence, flags, body)
     VALUES(?, ${ENTRY_KIND.refusal}, ?, NULL, ?, ?, -1, 0, ?)`,
  )
  const insertLeaf = database.prepare('INSERT INTO leaf_run(first, count, leaves) VALUES(?, ?, ?)')
  const insertRefusal = database.prepare(
    `INSERT INTO refusal(position, device, topic, code, field, reason, size, sha256, bytes)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const kept = new Map(
    (
      database.prepare('SELECT device, sum(length(bytes)) AS bytes FROM refusal GROUP BY device').all() as {
        device: number
        bytes: number | null
      }[]
    ).map((row) => [row.device, row.bytes ?? 0]),
  )

  return (refused, firstPosition) => {
    const leaves = new Uint8Array(32 * refused.length)
    refused.forEach(({ device, deviceId, receivedAtMs, topic, refusal, payload }, i) => {
      const position = firstPosition + i
      const salt = new Uint8Array(SALT_BYTES)
      fillRandom(salt)
      const payloadHash = sha256(payload)
      leaves.set(leafHash(refusalCommitment(salt, receivedAtMs, payloadHash, deviceId)), 32 * i)
      const used = (kept.get(device) ?? 0) + payload.length
      if (used <= quotaBytes) kept.set(device, used)
      insertEntry.run(position, device, receivedAtMs, receivedAtMs, salt)
      insertRefusal.run(
        position,
        device,
        topic,
        refusal.code,
        refusal.field,
        describeRefusal(refusal),
        payload.length,
        payloadHash,
        used <= quotaBytes ? payload : null,
      )
    })
    insertLeaf.run(firstPosition, refused.length, leaves)
  }
}
