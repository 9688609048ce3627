import { expect, test } from '@jest/globals'
import { addToTrace, TRACE_MS } from '../../../dashboard/src/live/trace.ts'

const point = (atMs: number) => ({ atMs, value: 1, late: false })
const times = (trace: readonly { atMs: number }[]) => trace.map(({ atMs }) => atMs)

test('points are in the order of time, one at a time', () => {
  const trace = addToTrace(addToTrace([], [point(3), point(1)]), [point(2), point(3)])
  expect(times(trace)).toEqual([1, 2, 3])
})

test('what is older than the chart is let go', () => {
  const trace = addToTrace(addToTrace([], [point(0), point(1000)]), [point(TRACE_MS + 500)])
  expect(times(trace)).toEqual([1000, TRACE_MS + 500])
})

test('a fast device does not fill the memory', () => {
  const trace = addToTrace(
    [],
    Array.from({ length: 5000 }, (_, i) => point(i)),
  )
  expect(trace).toHaveLength(600)
  expect(trace.at(-1)?.atMs).toBe(4999)
})
