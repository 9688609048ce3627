/** The course of one vital over time, from the index and from the messages that are not in it yet. */
import type { DatabaseSync } from 'node:sqlite'
import { READING_BYTES } from '../../devices/canonical.ts'
import { isValue } from '../../devices/quality.ts'
import { readingsOffset } from './body.ts'
import { createDownsample, type HistoryPoint } from './downsample.ts'
import { CHARTED_AT_RECEIPT, ENTRY, ENTRY_KIND, MARK } from './flags.ts'
import { inSnapshot } from './inSnapshot.ts'

export interface HistoryQuery {
  readonly vitalCode: number
  /** null: every device that ever measured the patient. */
  readonly deviceIds: readonly string[] | null
  /** null: whoever it was measured on. */
  readonly patientId: string | null
  /** Unix ms, both inclusive. */
  readonly fromMs: number
  readonly toMs: number
  readonly maxPoints: number
}

export interface History {
  /** 0: every point as measured. */
  readonly bucketMs: number
  readonly points: readonly HistoryPoint[]
}

interface Row {
  patient: number | null
  at: number
  received: number
  flags: number
  body: Uint8Array
  sequence: number
}

export function createReadHistory(database: DatabaseSync): (query: HistoryQuery) => History {
  const indexed = database.prepare('SELECT indexed FROM progress')
  const device = database.prepare('SELECT number FROM device WHERE id = ?')
  const patient = database.prepare('SELECT number FROM patient WHERE id = ?')
  const devicesOfPatient = database.prepare(
    `SELECT id FROM device WHERE number IN (
       SELECT device FROM newest WHERE patient = ?1
       UNION SELECT device FROM entry WHERE position > ?2 AND patient = ?1)`,
  )
  const byTime = database.prepare(
    `SELECT entry.patient, entry.at, entry.received, entry.flags, entry.body, i.sequence
     FROM message_by_time AS i JOIN entry ON entry.position = i.position
     WHERE i.device = ? AND i.at BETWEEN ? AND ? ORDER BY i.at`,
  )
  const tail = database.prepare(
    `SELECT patient, at, received, flags, body, ${CHARTED_AT_RECEIPT} AS sequence FROM entry
     WHERE position > ? AND kind = ${ENTRY_KIND.message} AND device = ?`,
  )

  function read({ vitalCode, deviceIds, patientId, fromMs, toMs, maxPoints }: HistoryQuery): History {
    const position = (indexed.get() as { indexed: number }).indexed
    const wanted =
      patientId === null ? null : ((patient.get(patientId) as { number: number } | undefined)?.number ?? 0)
    const ids = deviceIds ?? (devicesOfPatient.all(wanted, position) as { id: string }[]).map(({ id }) => id)
    const chart = createDownsample({ fromMs, toMs, maxPoints, devices: ids.length })

    function take(deviceId: string, row: Row): void {
      if (wanted !== null && row.patient !== wanted) return
      const untrusted = (row.flags & ENTRY.timeUntrusted) !== 0
      // its place under the time as sent is not where it is charted
      if (untrusted && row.sequence !== CHARTED_AT_RECEIPT) return
      const atMs = untrusted ? row.received : row.at
      if (atMs < fromMs || atMs > toMs) return
      const { body } = row
      const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
      const count = body[0]
      const first = readingsOffset(count)
      for (let i = 0; i < count; i++) {
        const offset = first + READING_BYTES * i
        if (view.getUint16(offset) !== vitalCode) continue
        const late = (body[first + READING_BYTES * count + i] & MARK.late) !== 0
        chart.add(deviceId, atMs, isValue(body[offset + 2]) ? view.getInt32(offset + 4) : null, late)
      }
    }

    for (const id of ids) {
      const found = device.get(id) as { number: number } | undefined
      if (found === undefined) continue
      for (const row of byTime.iterate(found.number, fromMs, toMs)) take(id, row as unknown as Row)
      for (const row of tail.iterate(position, found.number)) take(id, row as unknown as Row)
    }
    return chart.finish()
  }

  // a step of the index between two statements would show its messages twice
  return (query) => inSnapshot(database, () => read(query))
}
