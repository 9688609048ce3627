import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isExact, scaled } from '../../../devices/scaled.ts'

test.each([
  [72, 1, 720],
  [97.5, 1, 975],
  [36.6, 2, 3660],
  [97.55, 1, 976],
  [1.005, 2, 101],
  [-1.005, 2, -101],
  [0.5, 0, 1],
  [-0.5, 0, -1],
  [-0.2, 0, 0],
  [1e-7, 2, 0],
  [1e21, 1, 1e22],
])('%p at %p decimals is %p', (value, decimals, integer) => {
  expect(scaled(value, decimals)).toBe(integer)
})

test('a number of no more decimals than are kept comes back exactly', () => {
  const integers = fc.integer({ min: -2_147_483_648, max: 2_147_483_647 })
  fc.assert(
    fc.property(integers, fc.integer({ min: 0, max: 4 }), (integer, decimals) => {
      const value = Number(`${integer}e-${decimals}`)
      expect(scaled(value, decimals)).toBe(integer)
      expect(isExact(value, integer, decimals)).toBe(true)
    }),
  )
})

test('a number of more decimals than are kept is not exact', () => {
  expect(isExact(97.55, scaled(97.55, 1), 1)).toBe(false)
})
