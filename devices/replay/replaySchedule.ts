/** When a row was measured, and when it may be published. */
import type { RowTime } from './timeColumn.ts'

export interface ReplayScheduleOptions {
  /** When the replay began. */
  readonly beginMs: number
  /** What the first row is dated; null: as recorded, or `beginMs` where the file has no date. */
  readonly startMs: number | null
  readonly speed: number
  /** True: rows keep their distances, and only the sending is fast. */
  readonly keepTimes: boolean
}

export interface ScheduledRow {
  /** What the message says. */
  readonly atMs: number
  /** Not to be published before. */
  readonly dueMs: number
}

/**
 * A start dates the recording anew, and the speed compresses those times as it compresses the sending: row times
 * are start + offset / speed, so that they never run ahead of the clock. Without a start, dates that the file has
 * are kept as they are.
 */
export function createReplaySchedule({ beginMs, startMs, speed, keepTimes }: ReplayScheduleOptions) {
  let originMs: number | null = null

  return ({ ms, dated }: RowTime): ScheduledRow => {
    originMs ??= ms
    const offsetMs = ms - originMs
    const sendMs = beginMs + offsetMs / speed
    if (startMs === null && dated) return { atMs: Math.round(ms), dueMs: sendMs }
    const atMs = Math.floor((startMs ?? beginMs) + (keepTimes ? offsetMs : offsetMs / speed))
    return { atMs, dueMs: Math.max(sendMs, atMs) }
  }
}
