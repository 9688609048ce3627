import { expect, test } from '@jest/globals'
import { LIMITS } from '../../../broker/limits.ts'
import { SLOT_BYTES, SLOT_MESSAGES } from '../../../gateway/reading/slot.ts'

const LONGEST_TOPIC_BYTES = 65_535
const SHORTEST_PUBLISH_BYTES = 5

test('a run holds the longest packet that is taken whole', () => {
  const header = 5 + 2 + 2
  expect(LIMITS.runBytes).toBeGreaterThanOrEqual(header + LONGEST_TOPIC_BYTES + LIMITS.payloadBytes)
})

test('an empty slot of the ingest has room for any run: no lane waits for ever', () => {
  expect(LIMITS.runBytes).toBeLessThanOrEqual(SLOT_BYTES)
  expect(Math.ceil(LIMITS.runBytes / SHORTEST_PUBLISH_BYTES)).toBeLessThanOrEqual(SLOT_MESSAGES)
})

test('"drain" follows where a lane waits for it', () => {
  expect(LIMITS.outputBytes).toBeGreaterThan(64 * 1024)
})

test('a burst is longer than the sweep that ends a wait for tokens', () => {
  expect(LIMITS.burstS * 1000).toBeGreaterThan(2 * LIMITS.sweepMs)
})
