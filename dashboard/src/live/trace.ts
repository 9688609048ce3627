/** The last minutes of one vital of one device. */
import type { TracePoint } from './subject.ts'

export const TRACE_MS = 10 * 60_000
/** One a second for the whole span. */
const MAX_POINTS = 600

/** @returns a new trace in the order of time; of two points at one time the first stays */
export function addToTrace(
  trace: readonly TracePoint[],
  points: readonly TracePoint[],
): readonly TracePoint[] {
  const last = trace.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY
  const [point] = points
  if (points.length === 1 && point!.atMs > last) return trim([...trace, point!])
  const byTime = new Map([...points, ...trace].map((each) => [each.atMs, each]))
  return trim([...byTime.values()].sort((a, b) => a.atMs - b.atMs))
}

function trim(trace: TracePoint[]): readonly TracePoint[] {
  const fromMs = (trace.at(-1)?.atMs ?? 0) - TRACE_MS
  const first = trace.findIndex(({ atMs }) => atMs >= fromMs)
  return trace.slice(Math.max(first, trace.length - MAX_POINTS))
}
