/** Missing sequence numbers of each device, as ranges; a late message fills its place. Sequences may start over. */
import type { DatabaseSync } from 'node:sqlite'

export interface Sequences {
  /**
   * Takes note of a message that is about to be stored.
   * @param sequence 0 or more
   * @param atMs the time that the message is judged by
   * @param isTrusted false where that is not the sender's own: only a greater number is then surely newer
   * @returns true where numbers before it are missing
   */
  follow(device: number, sequence: number, atMs: number, receivedAtMs: number, isTrusted: boolean): boolean
  /** Takes note of a message that is in the journal, and its gaps with it. */
  replay(device: number, sequence: number, atMs: number, isTrusted: boolean): void
  last(device: number): number
  lastAtMs(device: number): number
  restore(device: number, sequence: number, atMs: number): void
}

const LATE = -1

interface GapRow {
  first: number
  last: number
  detected: number
}

export function createSequences(database: DatabaseSync): Sequences {
  const last: number[] = []
  const lastAt: number[] = []
  // a device that started over may miss the same number again: neither range may swallow the other
  const insert = database.prepare(
    `INSERT INTO gap(device, first, last, detected) VALUES(?, ?, ?, ?)
     ON CONFLICT(device, first) DO UPDATE SET last = max(last, excluded.last)`,
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

  /** @returns the first number that is missing before this one, itself where none is; LATE where it moves nothing */
  function advance(device: number, sequence: number, atMs: number, isTrusted: boolean): number {
    const previous = last[device]
    // the very next number is the next message, even where the device's clock was set back in between
    const isNext = previous === undefined || sequence === previous + 1
    if (!isNext) {
      const isNewer = isTrusted ? !(atMs < lastAt[device]) : sequence > previous
      if (!isNewer || sequence === previous) return LATE
    }
    last[device] = sequence
    lastAt[device] = atMs
    // measured later under a smaller number: the device started over
    return isNext || sequence < previous ? sequence : previous + 1
  }

  return {
    follow(device, sequence, atMs, receivedAtMs, isTrusted) {
      const firstMissing = advance(device, sequence, atMs, isTrusted)
      if (firstMissing === sequence) return false
      if (firstMissing === LATE) {
        if (isTrusted) fill(device, sequence)
        return false
      }
      insert.run(device, firstMissing, sequence - 1, receivedAtMs)
      withGaps.add(device)
      return true
    },
    replay: (device, sequence, atMs, isTrusted) => void advance(device, sequence, atMs, isTrusted),
    last: (device) => last[device] ?? -1,
    lastAtMs: (device) => lastAt[device] ?? 0,
    restore(device, sequence, atMs) {
      last[device] = sequence
      lastAt[device] = atMs
    },
  }
}
