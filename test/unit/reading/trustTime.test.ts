import { expect, test } from '@jest/globals'
import { createTrustTime } from '../../../gateway/reading/trustTime.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const MINUTE = 60_000
const DAY = 86_400_000

function afterMessages(leads: readonly number[]) {
  const trustTime = createTrustTime()
  for (const [i, lead] of leads.entries()) trustTime.learn(1, NOW + i * 1000 + lead, NOW + i * 1000)
  return trustTime
}

test('a time up to five minutes ahead is believed, a moment more is not', () => {
  const trustTime = createTrustTime()
  expect(trustTime.isTrusted(1, NOW + 5 * MINUTE, NOW)).toBe(true)
  expect(trustTime.isTrusted(1, NOW + 5 * MINUTE + 1, NOW)).toBe(false)
})

test('a backlog of months is believed, a lost date is not', () => {
  const trustTime = createTrustTime()
  expect(trustTime.isTrusted(1, NOW - 200 * DAY, NOW)).toBe(true)
  expect(trustTime.isTrusted(1, 0, NOW)).toBe(false)
  expect(trustTime.isTrusted(1, Date.UTC(2000, 0, 1), NOW)).toBe(false)
})

test('a clock that is steadily ten minutes fast is believed once its skew is known', () => {
  const trustTime = afterMessages(Array(8).fill(10 * MINUTE))
  expect(trustTime.skewMs(1)).toBe(10 * MINUTE)
  expect(trustTime.isTrusted(1, NOW + 10 * MINUTE, NOW)).toBe(true)
  expect(trustTime.isTrusted(1, NOW + 16 * MINUTE, NOW)).toBe(false)
})

test('one wild time among good ones does not move the estimate', () => {
  const trustTime = afterMessages([0, 0, 0, 20 * 60 * MINUTE, 0, 0, 0, 0, 0])
  expect(trustTime.skewMs(1)).toBe(0)
  expect(trustTime.isTrusted(1, NOW + 6 * MINUTE, NOW)).toBe(false)
})

test('a clock behind ours, or a backlog, does not tighten the limit ahead', () => {
  const trustTime = afterMessages(Array(16).fill(-60 * MINUTE))
  expect(trustTime.isTrusted(1, NOW + 4 * MINUTE, NOW)).toBe(true)
})

test('skew is known for each device alone', () => {
  const trustTime = afterMessages(Array(8).fill(10 * MINUTE))
  expect(trustTime.skewMs(2)).toBeNaN()
  expect(trustTime.isTrusted(2, NOW + 10 * MINUTE, NOW)).toBe(false)
})

test('what was learned goes on after a restart, the oldest forgotten first', () => {
  const before = afterMessages(Array.from({ length: 20 }, (_, i) => i * 1000))
  const after = createTrustTime()
  after.restore(1, before.leads(1))
  expect([...after.leads(1)]).toEqual(Array.from({ length: 16 }, (_, i) => (i + 4) * 1000))
  for (const trustTime of [before, after]) trustTime.learn(1, NOW, NOW)
  expect(after.leads(1)).toEqual(before.leads(1))
  expect(after.skewMs(1)).toBe(before.skewMs(1))
})
