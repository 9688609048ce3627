import { expect, test } from '@jest/globals'
import { ADVERTISEMENT_WINDOW_MS, createRepeats } from '../../../gateway/reading/repeats.ts'

test('a packet id is known within the session that used it', () => {
  const repeats = createRepeats()
  expect(repeats.ofPacket(1, 7)).toBe(-1)
  repeats.rememberPacket(1, 7, 42)
  expect(repeats.ofPacket(1, 7)).toBe(42)
  expect(repeats.ofPacket(2, 7)).toBe(-1)
  repeats.forgetSession(1)
  expect(repeats.ofPacket(1, 7)).toBe(-1)
})

test('the same advertisement within the window is one reading, after it a new one', () => {
  const repeats = createRepeats()
  expect(repeats.isOverheard(1, 'a', 0)).toBe(false)
  expect(repeats.isOverheard(1, 'a', ADVERTISEMENT_WINDOW_MS - 1)).toBe(true)
  expect(repeats.isOverheard(1, 'b', 1)).toBe(false)
  expect(repeats.isOverheard(2, 'a', 1)).toBe(false)
  expect(repeats.isOverheard(1, 'a', ADVERTISEMENT_WINDOW_MS)).toBe(false)
})
