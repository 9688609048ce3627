/** Refused payloads, newest first. */
import type { DatabaseSync } from 'node:sqlite'
import type { StoredRefusal } from './entry.ts'
import { REFUSAL_COLUMNS, REFUSAL_TABLES, type RefusalRow, storedRefusal } from './readEntries.ts'

export interface QuarantineQuery {
  readonly deviceId: string | null
  /** Only those before this position; null: from the newest. */
  readonly beforePosition: number | null
  readonly limit: number
}

/** How much of a device's refused payloads was not kept whole. */
export interface QuarantineOverflow {
  readonly deviceId: string
  readonly count: number
  readonly firstAtMs: number
  readonly lastAtMs: number
}

export interface Quarantine {
  /** Without their bytes. */
  readonly entries: readonly StoredRefusal[]
  readonly overflow: readonly QuarantineOverflow[]
}

export interface ReadQuarantine {
  list(query: QuarantineQuery): Quarantine
  /** With its bytes; null where no refused payload is at this position. */
  one(position: number): StoredRefusal | null
  /** Refused payloads of each device. */
  counts(): { readonly deviceId: string; readonly code: string; readonly count: number }[]
}

export function createReadQuarantine(database: DatabaseSync): ReadQuarantine {
  const list = database.prepare(
    `SELECT ${REFUSAL_COLUMNS}, NULL AS bytes FROM ${REFUSAL_TABLES}
     WHERE (?1 IS NULL OR device.id = ?1) AND (?2 IS NULL OR refusal.position < ?2)
     ORDER BY refusal.position DESC LIMIT ?3`,
  )
  const one = database.prepare(
    `SELECT ${REFUSAL_COLUMNS}, refusal.bytes FROM ${REFUSAL_TABLES} WHERE refusal.position = ?`,
  )
  const overflow = database.prepare(
    `SELECT device.id AS deviceId, count(*) AS count, min(entry.received) AS firstAtMs, max(entry.received) AS lastAtMs
     FROM ${REFUSAL_TABLES} WHERE refusal.bytes IS NULL AND (?1 IS NULL OR device.id = ?1) GROUP BY device.id`,
  )
  const counts = database.prepare(
    `SELECT device.id AS deviceId, refusal.code AS code, count(*) AS count
     FROM refusal JOIN device ON device.number = refusal.device GROUP BY refusal.device, refusal.code`,
  )
  return {
    list: ({ deviceId, beforePosition, limit }) => ({
      entries: (list.all(deviceId, beforePosition, limit) as unknown as RefusalRow[]).map(storedRefusal),
      overflow: overflow.all(deviceId) as unknown as QuarantineOverflow[],
    }),
    one(position) {
      const row = one.get(position) as unknown as RefusalRow | undefined
      return row === undefined ? null : storedRefusal(row)
    },
    counts: () => counts.all() as unknown as ReturnType<ReadQuarantine['counts']>,
  }
}
