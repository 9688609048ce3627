import { expect, test } from '@jest/globals'
import { TokenBucket } from '../../../broker/tokenBucket.ts'

test('after silence a burst, then the rate', () => {
  const bucket = new TokenBucket(10, 2, 0)
  expect(bucket.available(0)).toBe(20)
  bucket.take(20)
  expect(bucket.available(0)).toBe(0)
  expect(bucket.available(99)).toBe(0)
  expect(bucket.available(100)).toBe(1)
  expect(bucket.available(1100)).toBe(11)
  expect(bucket.available(1_000_000)).toBe(20)
})

test('a rate of one an hour still lets one through', () => {
  const bucket = new TokenBucket(1 / 3600, 2, 0)
  expect(bucket.available(0)).toBe(1)
  bucket.take(1)
  expect(bucket.available(3_599_000)).toBe(0)
  expect(bucket.available(3_601_000)).toBe(1)
})

test('asked a thousand times a second it gives no more than the rate', () => {
  const bucket = new TokenBucket(50, 1, 0)
  let given = 0
  for (let nowMs = 0; nowMs < 60_000; nowMs++) {
    const tokens = bucket.available(nowMs)
    bucket.take(tokens)
    given += tokens
  }
  expect(given).toBe(50 + 50 * 60 - 1)
})
