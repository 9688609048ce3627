/** Follower: the newest value of each device, patient and vital, for whoever opens a screen. */
import type { Entry } from '../journal/entry.ts'
import { judgedAtMs } from '../journal/entry.ts'
import type { LatestStore } from '../store/latest.ts'
import type { Latest } from '../store/latestTable.ts'

export const LATEST_CURSOR = 'latest'

/** A reading whose sensor measured nothing is a row too: "no signal since" is news. */
export function latestRows(entries: readonly Entry[]): Latest[] {
  const rows: Latest[] = []
  for (const entry of entries) {
    if (entry.kind !== 'message') continue
    const { message } = entry
    for (const reading of message.readings) {
      if (reading.late) continue
      rows.push({
        deviceId: message.deviceId,
        patientId: message.patientId,
        vitalCode: reading.vitalCode,
        value: reading.value,
        quality: reading.quality,
        atMs: message.atMs,
        receivedAtMs: message.receivedAtMs,
        // a clock ahead of ours must not keep what comes after it is set right from being the newest
        effectiveAtMs: Math.min(judgedAtMs(message), message.receivedAtMs),
        position: message.position,
      })
    }
  }
  return rows
}

export function createLatestHandler(
  latest: LatestStore,
): (entries: readonly Entry[], position: number) => Promise<void> {
  return (entries, position) => latest.upsertMany(latestRows(entries), LATEST_CURSOR, position)
}
