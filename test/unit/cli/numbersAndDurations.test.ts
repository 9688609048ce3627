import { expect, test } from '@jest/globals'
import { duration } from '../../../gateway/cli/duration.ts'
import { positiveInteger, positiveNumber } from '../../../gateway/cli/positiveNumber.ts'

test.each([
  ['90', 90_000],
  ['90s', 90_000],
  ['1.5m', 90_000],
  ['2h', 7_200_000],
  ['250ms', 250],
])('%s is %d ms', (text, ms) => {
  expect(duration(text)).toBe(ms)
})

test.each(['', '-1s', 's', '10 weeks', '1e3', '25d', 'NaN'])('"%s" is no length of time', (text) => {
  expect(() => duration(text)).toThrow(/Allowed is a length of time/)
})

test('a number above zero is read strictly', () => {
  expect(positiveNumber('0.5')).toBe(0.5)
  expect(positiveNumber('60')).toBe(60)
  expect(positiveInteger('100')).toBe(100)
  for (const text of ['0', '-1', '1e3', '0x10', '', 'Infinity']) {
    expect(() => positiveNumber(text)).toThrow(/above 0/)
  }
  for (const text of ['0', '1.5', '', '1000000']) expect(() => positiveInteger(text)).toThrow(/whole number/)
})
