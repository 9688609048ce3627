import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createDownsample } from '../../../gateway/journal/downsample.ts'

test('few points come as they are', () => {
  const chart = createDownsample({ fromMs: 0, toMs: 99, maxPoints: 3, devices: 1 })
  chart.add('a', 20, 5, false)
  chart.add('a', 10, null, false)
  chart.add('a', 30, 7, true)
  expect(chart.finish()).toEqual({
    bucketMs: 0,
    points: [
      { atMs: 10, deviceId: 'a', min: 0, max: 0, mean: 0, count: 0, late: 0, noSignal: 1 },
      { atMs: 20, deviceId: 'a', min: 5, max: 5, mean: 5, count: 1, late: 0, noSignal: 0 },
      { atMs: 30, deviceId: 'a', min: 7, max: 7, mean: 7, count: 1, late: 1, noSignal: 0 },
    ],
  })
})

test('many points never exceed the limit and keep minimum, maximum, sum and counts', () => {
  const sample = fc.record({
    device: fc.constantFrom('a', 'b'),
    atMs: fc.integer({ min: 0, max: 999 }),
    value: fc.option(fc.integer({ min: -1000, max: 1000 })),
    late: fc.boolean(),
  })
  fc.assert(
    fc.property(
      fc.array(sample, { maxLength: 200 }),
      fc.integer({ min: 2, max: 50 }),
      (samples, maxPoints) => {
        const chart = createDownsample({ fromMs: 0, toMs: 999, maxPoints, devices: 2 })
        for (const { device, atMs, value, late } of samples) chart.add(device, atMs, value, late)
        const { points } = chart.finish()
        expect(points.length).toBeLessThanOrEqual(Math.max(maxPoints, 0))
        for (const device of ['a', 'b']) {
          const own = points.filter(({ deviceId, count }) => deviceId === device && count > 0)
          const values = samples.flatMap((s) => (s.device === device && s.value !== null ? [s.value] : []))
          expect(own.reduce((n, { count }) => n + count, 0)).toBe(values.length)
          if (values.length === 0) continue
          expect(Math.min(...own.map(({ min }) => min))).toBe(Math.min(...values))
          expect(Math.max(...own.map(({ max }) => max))).toBe(Math.max(...values))
          const sum = own.reduce((total, { mean, count }) => total + mean * count, 0)
          expect(sum).toBeCloseTo(
            values.reduce((total, value) => total + value, 0),
            4,
          )
        }
        expect(points.reduce((n, { noSignal }) => n + noSignal, 0)).toBe(
          samples.filter(({ value }) => value === null).length,
        )
      },
    ),
  )
})
