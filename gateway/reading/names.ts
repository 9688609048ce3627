/** Devices and patients by number: ids are long and personal, rows hold numbers. Written with the next transaction. */
import type { DatabaseSync } from 'node:sqlite'
import { failure } from '../failures.ts'

export type NameKind = 'device' | 'patient'

/** [number, id] */
export type NameRow = readonly [number, string]

export interface Names {
  deviceId(device: number): string
  learn(kind: NameKind, rows: readonly NameRow[]): void
  /**
   * Reads what the journal has; what it has not is written with the next transaction.
   * @throws Failure storeUnavailable where it means others by numbers that are in use: it is another journal
   */
  load(database: DatabaseSync): { readonly device: NameRow[]; readonly patient: NameRow[] }
  writeUnwritten(database: DatabaseSync): void
  /** The transaction that wrote them is committed. */
  written(): void
}

export function createNames(): Names {
  const ids: Record<NameKind, string[]> = { device: [], patient: [] }
  const unwritten: Record<NameKind, Map<number, string>> = { device: new Map(), patient: new Map() }

  function load(database: DatabaseSync, kind: NameKind): NameRow[] {
    const rows = database.prepare(`SELECT number, id FROM ${kind} ORDER BY number`).all() as {
      number: number
      id: string
    }[]
    const known = new Map<string, number>()
    ids[kind].forEach((id, number) => void known.set(id, number))
    for (const { number, id } of rows) {
      if ((ids[kind][number] ?? id) !== id || (known.get(id) ?? number) !== number) {
        throw failure(
          'storeUnavailable',
          'Another journal has taken the place of ours; restart the gateway.',
          {
            field: 'journal',
            given: id,
          },
        )
      }
      ids[kind][number] = id
      known.delete(id)
    }
    for (const [id, number] of known) unwritten[kind].set(number, id)
    return rows.map(({ number, id }) => [number, id])
  }

  return {
    deviceId: (device) => ids.device[device],
    learn(kind, rows) {
      for (const [number, id] of rows) {
        ids[kind][number] = id
        unwritten[kind].set(number, id)
      }
    },
    load: (database) => ({ device: load(database, 'device'), patient: load(database, 'patient') }),
    writeUnwritten(database) {
      for (const kind of ['device', 'patient'] as const) {
        if (unwritten[kind].size === 0) continue
        const insert = database.prepare(`INSERT OR IGNORE INTO ${kind}(number, id) VALUES(?, ?)`)
        for (const [number, id] of unwritten[kind]) insert.run(number, id)
      }
    },
    written() {
      unwritten.device.clear()
      unwritten.patient.clear()
    },
  }
}
