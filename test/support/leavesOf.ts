/** The leaves of a journal: those stored, by position, and those that the plain formulas give of what is stored. */
import type { DatabaseSync } from 'node:sqlite'
import { leafHash } from '../../contracts/merkle/leaf.ts'
import { messageCommitment, readingCommitment } from '../../devices/canonical.ts'
import { refusalCommitment } from '../../gateway/journal/appendRefusals.ts'
import { readBody } from '../../gateway/journal/body.ts'
import { ENTRY_KIND } from '../../gateway/journal/flags.ts'

interface Row {
  position: number
  kind: number
  device: string
  at: number
  received: number
  sequence: number
  body: Uint8Array
  sha256: Uint8Array | null
}

/** Hex by position; a position with two leaves is an error. */
export function storedLeaves(database: DatabaseSync): Map<number, string> {
  const leaves = new Map<number, string>()
  for (const run of database.prepare('SELECT first, count, leaves FROM leaf_run').iterate()) {
    const {
      first,
      count,
      leaves: bytes,
    } = run as unknown as { first: number; count: number; leaves: Uint8Array }
    if (bytes.length !== 32 * count) throw new Error(`${bytes.length} bytes for ${count} leaves at ${first}`)
    for (let i = 0; i < count; i++) {
      if (leaves.has(first + i)) throw new Error(`two leaves at ${first + i}`)
      leaves.set(first + i, Buffer.from(bytes.subarray(32 * i, 32 * i + 32)).toString('hex'))
    }
  }
  return leaves
}

function leafOf(row: Row): Uint8Array {
  const { device, at: atMs, received, sequence, body } = row
  if (row.kind === ENTRY_KIND.refusal) {
    return leafHash(refusalCommitment(body, received, row.sha256 as Uint8Array, device))
  }
  const readings = readBody(body)
  const salt = (n: number) => body.subarray(1 + 16 * n, 17 + 16 * n)
  const commitments = readings.map((reading, i) => readingCommitment(salt(i + 1), reading))
  return leafHash(
    messageCommitment(salt(0), { deviceId: device, atMs, sequence, readings }, received, commitments),
  )
}

export function recomputedLeaves(database: DatabaseSync): Map<number, string> {
  const rows = database
    .prepare(
      `SELECT entry.position, kind, device.id AS device, at, received, sequence, body, refusal.sha256
       FROM entry JOIN device ON device.number = entry.device LEFT JOIN refusal USING(position)`,
    )
    .all() as unknown as Row[]
  return new Map(rows.map((row) => [row.position, Buffer.from(leafOf(row)).toString('hex')]))
}
