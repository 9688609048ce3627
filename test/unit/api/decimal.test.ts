import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decimal, meanDecimal } from '../../../gateway/api/decimal.ts'

test.each([
  [975, 1, '97.5'],
  [3655, 2, '36.55'],
  [720, 1, '72'],
  [-5, 1, '-0.5'],
  [1, 2, '0.01'],
  [12345, 0, '12345'],
])('%i at %i decimals prints as %s', (scaled, decimals, text) => {
  expect(String(decimal(scaled, decimals))).toBe(text)
})

test('no scaled integer gains digits on its way out', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.integer({ min: 0, max: 4 }),
      (scaled, decimals) => {
        const [, fraction = ''] = String(decimal(scaled, decimals)).split('.')
        expect(fraction.length).toBeLessThanOrEqual(decimals)
        expect(Math.round(decimal(scaled, decimals) * 10 ** decimals)).toBe(scaled)
      },
    ),
  )
})

test('a mean has one digit more than its values', () => {
  expect(meanDecimal(975.333333, 1)).toBe(97.53)
  expect(meanDecimal(722 / 3, 0)).toBe(240.7)
})
