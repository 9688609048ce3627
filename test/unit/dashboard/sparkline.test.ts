import { expect, test } from '@jest/globals'
import { sparkline } from '../../../dashboard/src/live/sparkline.ts'
import { TRACE_MS } from '../../../dashboard/src/live/trace.ts'

const nowMs = TRACE_MS
const box = { vital: 'oxygenSaturation', nowMs, gapMs: 60_000, width: 600, height: 15 } as const
const point = (second: number, value: number | null, late = false) => ({ atMs: second * 1000, value, late })

test('time runs to the right, the range of the vital up', () => {
  const { line, last } = sparkline({ ...box, trace: [point(0, 85), point(30, 100)] })
  expect(line).toBe('M0 15L30 0')
  expect(last).toEqual({ x: 30, y: 0 })
})

test('the line is broken where nothing came, and where nothing was measured', () => {
  const trace = [point(0, 100), point(30, 100), point(200, 100), point(210, null), point(220, 100)]
  expect(sparkline({ ...box, trace }).line).toBe('M0 0L30 0M200 0M220 0')
})

test('a value beyond the range widens it', () => {
  const { line } = sparkline({ ...box, trace: [point(0, 70), point(30, 100)] })
  expect(line).toBe('M0 15L30 0')
})

test('late points are marked and are never the last', () => {
  const { late, last } = sparkline({ ...box, trace: [point(0, 100), point(30, 85, true)] })
  expect(late).toEqual([{ x: 30, y: 15 }])
  expect(last).toEqual({ x: 0, y: 0 })
})

test('an empty trace is an empty chart', () => {
  expect(sparkline({ ...box, trace: [] })).toEqual({ line: '', late: [], last: null })
})
