/** Publishes a recording row by row, each when it is due, and reports what became of it. */
import { vitalsTopic } from '../topic.ts'
import type { Mapping } from './mapping.ts'
import type { Row } from './recording.ts'
import { readingsOfRow } from './replayMessage.ts'
import { emptyReplayReport, noteText, type ReplayReport } from './replayReport.ts'
import { createReplaySchedule } from './replaySchedule.ts'

export interface ReplayOptions {
  readonly rows: AsyncIterable<Row>
  readonly mappings: readonly Mapping[]
  readonly deviceId: string
  /** Resolves when the message is on its way. */
  readonly publish: (topic: string, payload: Uint8Array) => Promise<void>
  readonly now: () => number
  /** Resolves at that time, or at once when the signal aborts. */
  readonly sleepUntil: (atMs: number, signal: AbortSignal) => Promise<void>
  /** Null: as recorded, or now where the file has no date. */
  readonly startMs: number | null
  readonly speed: number
  readonly keepTimes: boolean
  readonly signal: AbortSignal
  readonly onRow?: (row: Row) => void
}

/**
 * The row's index is the message's sequence: with the same start and speed, a second run has the same identities
 * (device, time, sequence) and stores nothing new. Messages are counted by the publisher, not here.
 */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const { mappings, publish, now, signal, startMs } = options
  const topic = vitalsTopic(options.deviceId)
  const report = emptyReplayReport()
  const beginMs = now()
  const schedule = createReplaySchedule({ ...options, beginMs })

  for await (const row of options.rows) {
    if (signal.aborted) break
    report.rows++
    options.onRow?.(row)
    if (row.text.length > 0 || row.time === null) {
      noteText(report, row.text)
      continue
    }
    const { atMs, dueMs } = schedule(row.time)
    if (startMs !== null || !row.time.dated) report.start = new Date(startMs ?? beginMs).toISOString()
    const { readings, noSignal, absent, halfPair } = readingsOfRow(row.cells, mappings)
    report.absent += absent
    if (halfPair) report.halfPairs++
    if (readings.length > 0) {
      if (now() < dueMs) await options.sleepUntil(dueMs, signal)
      if (signal.aborted) break
      const at = new Date(atMs).toISOString()
      await publish(topic, Buffer.from(JSON.stringify({ seq: row.index, at, readings })))
      for (const { vital } of readings) report.readings[vital] = (report.readings[vital] ?? 0) + 1
      report.noSignal += noSignal
      report.firstAt ??= at
      report.lastAt = at
    }
  }
  return report
}
