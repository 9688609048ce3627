import { expect, test } from '@jest/globals'
import { staleAfterMs } from '../../../dashboard/src/live/staleness.ts'

test('three missed intervals are stale, never before half a minute', () => {
  expect(staleAfterMs('heartRate', 60)).toBe(180_000)
  expect(staleAfterMs('heartRate', 1)).toBe(30_000)
})

test('where the interval is unknown five minutes are', () => {
  expect(staleAfterMs('heartRate', null)).toBe(300_000)
})

test('what is measured now and then has its own time', () => {
  expect(staleAfterMs('systolicBloodPressure', 60)).toBe(3_600_000)
  expect(staleAfterMs('bodyWeight', 300)).toBe(26 * 3_600_000)
  expect(staleAfterMs('systolicBloodPressure', 7200)).toBe(6 * 3_600_000)
})
