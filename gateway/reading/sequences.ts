/** Missing sequence numbers of each device, as ranges; a late message fills its place. Sequences may start over. */
import type { DatabaseSync } from 'node:sqlite'

export interface Sequences {
  /**
   * Takes note of a stored message.
   * @param sequence 0 or more
   * @returns true where numbers before it are missing
   */
  follow(device: number, sequence: number, atMs: number, receivedAtMs: number): boolean
  last(device: number): number
  lastAtMs(device: number): number
  restore(device: number, sequence: number, atMs: number): void
}

interface GapRow {
  first: number
  last: number
  detected: number
}

export function createSequences(database: DatabaseSync): Sequences {
  const last: number[] = []
  const lastAt: number[] = []
  const insert = database.prepare(
    'INSERT OR REPLACE INTO gap(device, first, last, detected) VALUES(?, ?, ?, ?)',
  )
  const remove = database.prepare('DELETE FROM gap WHERE device = ? AND first = ?')
  const around = database.prepare(
    'SELECT first, last, detected FROM gap WHERE device = ? AND first <= ? ORDER BY first DESC LIMIT 1',
  )
  const withGaps = new Set(
    (database.prepare('SELECT DISTINCT device FROM gap').all() as { device: number }[]).map(
      (row) => row.device,
    ),
  )

  function fill(device: number, sequence: number): void {
    if (!withGaps.has(device)) return
    const gap = around.get(device, sequence) as GapRow | undefined
    if (gap === undefined || gap.last < sequence) return
    remove.run(device, gap.first)
    if (gap.first < sequence) insert.run(device, gap.first, sequence - 1, gap.detected)
    if (gap.last > sequence) insert.run(device, sequence + 1, gap.last, gap.detected)
  }

  return {
    follow(device, sequence, atMs, receivedAtMs) {
      const previous = last[device]
      const newer = !(atMs < lastAt[device])
      if (previous === undefined || sequence === previous + 1) {
        if (newer) {
          last[device] = sequence
          lastAt[device] = atMs
        }
        fill(device, sequence)
        return false
      }
      if (!newer || sequence === previous) {
        fill(device, sequence)
        return false
      }
      last[device] = sequence
      lastAt[device] = atMs
      // measured later under a smaller number: the device started over
      if (sequence < previous) return false
      insert.run(device, previous + 1, sequence - 1, receivedAtMs)
      withGaps.add(device)
      return true
    },
    last: (device) => last[device] ?? -1,
    lastAtMs: (device) => lastAt[device] ?? 0,
    restore(device, sequence, atMs) {
      last[device] = sequence
      lastAt[device] = atMs
    },
  }
}
