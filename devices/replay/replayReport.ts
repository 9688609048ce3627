/** What a replay read, sent and heard back, counted. */
import type { TextCell } from './recording.ts'

export interface ReplayReport {
  rows: number
  messages: { sent: number; acknowledged: number; refused: number; outstanding: number }
  /** Why messages were refused, in the gateway's words, and how often. */
  refusals: Record<string, number>
  /** Readings sent, by vital; zeros included. */
  readings: Record<string, number>
  /** Of those, zeros by which a sensor says that it measures nothing; the gateway keeps them as no signal. */
  noSignal: number
  /** Blank cells: nothing was measured, nothing is sent. */
  absent: number
  /** Rows with one half of a blood pressure: neither half is sent. */
  halfPairs: number
  /** Rows that hold text where a number or a time belongs; nothing of them is sent. */
  textRows: number
  /** Where, for the first of them. */
  text: TextCell[]
  /** What the first row was dated; null: as recorded. */
  start: string | null
  firstAt: string | null
  lastAt: string | null
}

const TEXT_CELLS_KEPT = 100

export function emptyReplayReport(): ReplayReport {
  return {
    rows: 0,
    messages: { sent: 0, acknowledged: 0, refused: 0, outstanding: 0 },
    refusals: {},
    readings: {},
    noSignal: 0,
    absent: 0,
    halfPairs: 0,
    textRows: 0,
    text: [],
    start: null,
    firstAt: null,
    lastAt: null,
  }
}

export function noteText(report: ReplayReport, cells: readonly TextCell[]): void {
  report.textRows++
  report.text.push(...cells.slice(0, Math.max(0, TEXT_CELLS_KEPT - report.text.length)))
}
