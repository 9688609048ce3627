import { expect, test } from '@jest/globals'
import { createRate } from '../../../gateway/live/rate.ts'

test('the rate is a mean over the window', () => {
  const rate = createRate(5000)
  expect(rate(0, 0)).toBe(0)
  expect(rate(100, 1000)).toBe(100)
  expect(rate(100, 2000)).toBe(50)
  for (const second of [3, 4, 5, 6, 7]) rate(100, second * 1000)
  expect(rate(100, 8000)).toBe(0)
})

test('a counter that starts again, and a clock that stands, give no rate', () => {
  const rate = createRate(5000)
  rate(1000, 1000)
  expect(rate(10, 2000)).toBe(0)
  expect(rate(10, 2000)).toBe(0)
})
