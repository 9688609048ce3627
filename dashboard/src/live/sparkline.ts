/** The lines and points of a small chart, in its own coordinates. */
import type { VitalName } from '../../../devices/vitals.ts'
import type { TracePoint } from './subject.ts'
import { TRACE_MS } from './trace.ts'

/** What a chart shows at least, so that noise does not look like news; it widens for values beyond. */
const RANGES: Record<VitalName, readonly [low: number, high: number]> = {
  heartRate: [30, 130],
  oxygenSaturation: [85, 100],
  respiratoryRate: [6, 30],
  bodyTemperature: [35, 40],
  systolicBloodPressure: [80, 180],
  diastolicBloodPressure: [40, 120],
  glucose: [50, 250],
  bodyWeight: [40, 120],
  steps: [0, 2000],
  consciousness: [0, 4],
  supplementalOxygen: [0, 10],
}

export interface Sparkline {
  /** An SVG path, broken where nothing came for long. */
  readonly line: string
  readonly late: readonly { readonly x: number; readonly y: number }[]
  readonly last: { readonly x: number; readonly y: number } | null
}

export interface SparklineOptions {
  readonly vital: VitalName
  readonly trace: readonly TracePoint[]
  readonly nowMs: number
  /** The widest silence that the line may cross. */
  readonly gapMs: number
  readonly width: number
  readonly height: number
}

export function sparkline({ vital, trace, nowMs, gapMs, width, height }: SparklineOptions): Sparkline {
  const fromMs = nowMs - TRACE_MS
  const shown = trace.filter(({ atMs }) => atMs >= fromMs)
  const values = shown.flatMap(({ value }) => (value === null ? [] : [value]))
  const low = Math.min(RANGES[vital][0], ...values)
  const high = Math.max(RANGES[vital][1], ...values)
  const place = (atMs: number, value: number) => ({
    x: round(Math.min(1, (atMs - fromMs) / TRACE_MS) * width),
    y: round(height - ((value - low) / (high - low)) * height),
  })

  let line = ''
  let penMs: number | null = null
  for (const { atMs, value } of shown) {
    if (value === null) {
      penMs = null
      continue
    }
    const { x, y } = place(atMs, value)
    line += `${penMs === null || atMs - penMs > gapMs ? 'M' : 'L'}${x} ${y}`
    penMs = atMs
  }
  const last = shown.findLast(({ value, late }) => value !== null && !late)
  return {
    line,
    late: shown.flatMap(({ atMs, value, late }) => (late && value !== null ? [place(atMs, value)] : [])),
    last: last ? place(last.atMs, last.value!) : null,
  }
}

function round(length: number): number {
  return Math.round(length * 10) / 10
}
