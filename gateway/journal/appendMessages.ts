/** Writes a batch of messages and its leaves into the open transaction. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { READING_BYTES, SALT_BYTES } from '../../devices/canonical.ts'
import { failure } from '../failures.ts'
import type { Batch } from '../reading/batch.ts'
import type { Commitments } from '../reading/commitments.ts'
import { fixedBytes, MAX_UNIT_BYTES, SIGNATURE_BYTES } from './body.ts'
import { ENTRY, ENTRY_KIND, MARK } from './flags.ts'

const COLUMNS = 7
/** Rows of one statement: a row alone costs 2 us, one of a hundred 0.5 (prototype). */
const STEPS = [100, 10, 1]

export interface AppendMessages {
  /**
   * Appends every message of the batch.
   * @param firstPosition where the first one must go
   * @throws Failure internal where the journal is not dense
   */
  (batch: Batch, firstPosition: number): void
}

export function createAppendMessages(database: DatabaseSync, commitments: Commitments): AppendMessages {
  const row = `(${ENTRY_KIND.message},?,?,?,?,?,?,?)`
  const steps = STEPS.map((rows) => ({
    rows,
    values: new Array<number | null | Uint8Array>(rows * COLUMNS),
    statement: database.prepare(
      `INSERT INTO entry(kind, device, patient, at, received, sequence, flags, body) VALUES ${Array(rows).fill(row).join(',')}`,
    ),
  }))
  const insertLeaves = database.prepare('INSERT INTO leaf_run(first, count, leaves) VALUES(?, ?, ?)')
  let bodies = new Uint8Array(1 << 18)

  /** @returns where the body ends */
  function writeBody(batch: Batch, m: number, salt: number, readingSalt: number, start: number): number {
    const first = batch.firstReading[m]
    const count = batch.firstReading[m + 1] - first
    if (start + fixedBytes(count) + count * (9 + MAX_UNIT_BYTES) + SIGNATURE_BYTES > bodies.length) {
      const larger = new Uint8Array(2 * bodies.length)
      larger.set(bodies)
      bodies = larger
    }
    const { messageSalts, readingSalts } = commitments
    let offset = start
    bodies[offset++] = count
    for (let k = 0, from = salt * SALT_BYTES; k < SALT_BYTES; k++) bodies[offset++] = messageSalts[from + k]
    for (let k = 0, from = readingSalt * SALT_BYTES; k < count * SALT_BYTES; k++)
      bodies[offset++] = readingSalts[from + k]
    for (let k = 0, from = first * READING_BYTES; k < count * READING_BYTES; k++)
      bodies[offset++] = batch.canonicalBytes[from + k]
    let originals = false
    for (let k = 0; k < count; k++) {
      const mark = batch.marks[first + k]
      bodies[offset++] = mark
      if (mark & MARK.original) originals = true
    }
    if (originals) offset = writeOriginals(batch, first, count, offset)
    if (batch.flags[m] & ENTRY.signed) {
      bodies.set(batch.signatures.get(m) as Uint8Array, offset)
      offset += SIGNATURE_BYTES
    }
    return offset
  }

  function writeOriginals(batch: Batch, first: number, count: number, start: number): number {
    const view = new DataView(bodies.buffer)
    let offset = start
    for (let r = first; r < first + count; r++) {
      const original = batch.originals.get(r)
      if (original === undefined) continue
      view.setFloat64(offset, original.value)
      const { written } = new TextEncoder().encodeInto(
        original.unit,
        bodies.subarray(offset + 9, offset + 9 + MAX_UNIT_BYTES),
      )
      bodies[offset + 8] = written
      offset += 9 + written
    }
    return offset
  }

  function insertRound(batch: Batch, from: number, to: number): number | bigint {
    let last: number | bigint = 0
    let end = 0
    let m = from
    for (const { rows, values, statement } of steps) {
      for (; to - m >= rows; ) {
        for (let p = 0; p < rows * COLUMNS; p += COLUMNS, m++) {
          const start = end
          end = writeBody(batch, m, m - from, batch.firstReading[m] - batch.firstReading[from], start)
          values[p] = batch.device[m]
          values[p + 1] = batch.patient[m] === 0 ? null : batch.patient[m]
          values[p + 2] = batch.atMs[m]
          values[p + 3] = batch.receivedAtMs[m]
          values[p + 4] = batch.sequence[m]
          values[p + 5] = batch.flags[m]
          values[p + 6] = bodies.subarray(start, end)
        }
        last = (statement as StatementSync).run(...values).lastInsertRowid
      }
    }
    return last
  }

  return (batch, firstPosition) => {
    let position = firstPosition
    for (let from = 0; from < batch.messages; ) {
      const to = commitments.hash(batch, from)
      const last = insertRound(batch, from, to)
      insertLeaves.run(position, to - from, commitments.leaves.subarray(0, 32 * (to - from)))
      position += to - from
      if (Number(last) !== position - 1) {
        throw failure('internal', 'The journal is not dense.', { given: Number(last), allowed: position - 1 })
      }
      from = to
    }
  }
}
