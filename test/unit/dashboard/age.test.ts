import { expect, test } from '@jest/globals'
import { ageWords } from '../../../dashboard/src/words/age.ts'

test.each([
  [0, '0 s'],
  [-45_000, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [12 * 60_000, '12 min'],
  [3_600_000, '1 h'],
  [70 * 60_000, '1 h 10'],
  [65 * 60_000, '1 h 05'],
  [47 * 3_600_000, '1 d'],
])('%i ms are %s', (ageMs, words) => {
  expect(ageWords(ageMs).replaceAll('\u202f', ' ')).toBe(words)
})
