/** Entries by position, in order. */
import type { DatabaseSync } from 'node:sqlite'
import type { RefusalCode } from '../../devices/refusal.ts'
import { readBody } from './body.ts'
import type { Entry, StoredRefusal } from './entry.ts'
import { ENTRY, ENTRY_KIND } from './flags.ts'

interface EntryRow {
  position: number
  kind: number
  device: string
  patient: string | null
  at: number
  received: number
  sequence: number
  flags: number
  body: Uint8Array
}

export interface RefusalRow {
  position: number
  device: string
  received: number
  topic: string
  code: string
  field: string
  reason: string
  size: number
  sha256: Uint8Array
  bytes: Uint8Array | null
  kept: number
}

/** Columns of a RefusalRow; `bytes` is left to the caller. */
export const REFUSAL_COLUMNS = `refusal.position, device.id AS device, entry.received, refusal.topic, refusal.code,
  refusal.field, refusal.reason, refusal.size, refusal.sha256, refusal.bytes IS NOT NULL AS kept`

export const REFUSAL_TABLES = `refusal JOIN entry ON entry.position = refusal.position
  JOIN device ON device.number = refusal.device`

export function storedRefusal(row: RefusalRow): StoredRefusal {
  const { position, topic, field, reason, size, received } = row
  return {
    position,
    deviceId: row.device,
    receivedAtMs: received,
    topic,
    code: row.code as RefusalCode,
    field,
    reason,
    size,
    sha256: Buffer.from(row.sha256).toString('hex'),
    bytes: row.bytes,
    bytesKept: row.kept === 1,
  }
}

/** @returns entries after a position, at most `limit`, oldest first */
export function createReadEntries(database: DatabaseSync): (position: number, limit: number) => Entry[] {
  const select = database.prepare(
    `SELECT entry.position, entry.kind, device.id AS device, patient.id AS patient, entry.at, entry.received,
       entry.sequence, entry.flags, entry.body
     FROM entry JOIN device ON device.number = entry.device LEFT JOIN patient ON patient.number = entry.patient
     WHERE entry.position > ? ORDER BY entry.position LIMIT ?`,
  )
  const refusal = database.prepare(
    `SELECT ${REFUSAL_COLUMNS}, NULL AS bytes FROM ${REFUSAL_TABLES} WHERE refusal.position = ?`,
  )

  return (position, limit) =>
    (select.all(position, limit) as unknown as EntryRow[]).map((row): Entry => {
      if (row.kind === ENTRY_KIND.refusal) {
        return { kind: 'refusal', refusal: storedRefusal(refusal.get(row.position) as unknown as RefusalRow) }
      }
      const { flags, sequence } = row
      return {
        kind: 'message',
        message: {
          position: row.position,
          deviceId: row.device,
          patientId: row.patient,
          atMs: row.at,
          receivedAtMs: row.received,
          sequence,
          timeUntrusted: (flags & ENTRY.timeUntrusted) !== 0,
          untimed: (flags & ENTRY.untimed) !== 0,
          conflict: (flags & ENTRY.conflict) !== 0,
          readings: readBody(row.body),
        },
      }
    })
}
