/** Missing sequence numbers, the newest found first. */
import type { DatabaseSync } from 'node:sqlite'
import type { SequenceGap } from './entry.ts'

export function createReadGaps(
  database: DatabaseSync,
): (query: { readonly deviceId: string | null }) => SequenceGap[] {
  const select = database.prepare(
    `SELECT device.id AS deviceId, gap.first AS firstMissing, gap.last AS lastMissing, gap.detected AS detectedAtMs
     FROM gap JOIN device ON device.number = gap.device
     WHERE (?1 IS NULL OR device.id = ?1) ORDER BY gap.detected DESC, gap.first DESC LIMIT 10000`,
  )
  return ({ deviceId }) => select.all(deviceId) as unknown as SequenceGap[]
}
