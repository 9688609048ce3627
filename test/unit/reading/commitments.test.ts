import { randomFillSync } from 'node:crypto'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { leafHash } from '../../../contracts/merkle/leaf.ts'
import { messageCommitment, readingCommitment } from '../../../devices/canonical.ts'
import { QUALITIES } from '../../../devices/quality.ts'
import { VITALS } from '../../../devices/vitals.ts'
import { createBatch } from '../../../gateway/reading/batch.ts'
import { createCommitments } from '../../../gateway/reading/commitments.ts'

const ids = ['a', 'oxi-0001', 'x'.repeat(40), 'y'.repeat(63), 'z'.repeat(64)]
const commitments = createCommitments({
  deviceId: (device) => ids[device],
  fillRandom: (bytes) => randomFillSync(bytes),
})

const arbitraryReading = fc.record({
  vital: fc.constantFrom(...VITALS),
  value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  quality: fc.integer({ min: 0, max: QUALITIES.length - 1 }),
})
const arbitraryMessage = fc.record({
  device: fc.integer({ min: 0, max: ids.length - 1 }),
  atMs: fc.integer({ min: 0, max: 2 ** 45 }),
  receivedAtMs: fc.integer({ min: 0, max: 2 ** 45 }),
  sequence: fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER }),
  readings: fc.array(arbitraryReading, { minLength: 1, maxLength: 64 }),
})

test('every leaf of a batch is the one that the plain formulas give', () => {
  fc.assert(
    fc.property(fc.array(arbitraryMessage, { minLength: 1, maxLength: 40 }), (messages) => {
      const batch = createBatch()
      messages.forEach((message, m) => {
        batch.hasRoom()
        batch.message(message.atMs, message.sequence)
        batch.device[m] = message.device
        batch.receivedAtMs[m] = message.receivedAtMs
        for (const { vital, value, quality } of message.readings) batch.reading(vital, value, quality, null)
      })
      let from = 0
      while (from < batch.messages) {
        const to = commitments.hash(batch, from)
        const firstReading = batch.firstReading[from]
        for (let m = from; m < to; m++) {
          const { device, atMs, receivedAtMs, sequence, readings } = messages[m]
          const canonical = readings.map(({ vital, value, quality }) => ({
            vitalCode: vital.code,
            quality,
            decimals: vital.decimals,
            value: quality < 3 ? value : 0,
          }))
          const hashes = canonical.map((reading, i) => {
            const salt = 16 * (batch.firstReading[m] - firstReading + i)
            return readingCommitment(commitments.readingSalts.subarray(salt, salt + 16), reading)
          })
          const commitment = messageCommitment(
            commitments.messageSalts.subarray(16 * (m - from), 16 * (m - from + 1)),
            { deviceId: ids[device], atMs, sequence, readings: canonical },
            receivedAtMs,
            hashes,
          )
          const leaf = commitments.leaves.subarray(32 * (m - from), 32 * (m - from + 1))
          expect(Buffer.from(leaf).equals(leafHash(commitment))).toBe(true)
        }
        from = to
      }
    }),
    { numRuns: 60 },
  )
})

test('messages of every length at once hash as well as alone', () => {
  const batch = createBatch()
  // one of each length leaves three of four lanes idle, again and again; many short ones fill the rest
  const counts = [...Array.from({ length: 32 }, (_, i) => 2 * i + 1), ...Array.from({ length: 900 }, () => 1)]
  for (const [m, count] of counts.entries()) {
    batch.hasRoom()
    batch.message(m, m)
    batch.device[m] = 4
    for (let r = 0; r < count; r++) batch.reading(VITALS[r % VITALS.length], r, 1, null)
  }
  const fixed = createCommitments({ deviceId: (device) => ids[device], fillRandom: (bytes) => bytes.fill(7) })
  const alone = createCommitments({ deviceId: (device) => ids[device], fillRandom: (bytes) => bytes.fill(7) })
  for (let from = 0; from < batch.messages; ) {
    const to = fixed.hash(batch, from)
    for (let m = from; m < to; m++) {
      const single = createBatch()
      single.hasRoom()
      single.message(m, m)
      single.device[0] = 4
      for (let r = 0; r < counts[m]; r++) single.reading(VITALS[r % VITALS.length], r, 1, null)
      alone.hash(single, 0)
      expect(Buffer.from(fixed.leaves.subarray(32 * (m - from), 32 * (m - from + 1)))).toEqual(
        Buffer.from(alone.leaves.subarray(0, 32)),
      )
    }
    from = to
  }
})

test('a batch beyond one round is hashed in several, nothing left out', () => {
  const batch = createBatch()
  const vital = VITALS[0]
  for (let m = 0; m < 2500; m++) {
    batch.hasRoom()
    batch.message(m, m)
    batch.device[m] = m % ids.length
    batch.reading(vital, m, 1, null)
  }
  let from = 0
  let rounds = 0
  while (from < batch.messages) {
    const to = commitments.hash(batch, from)
    expect(to).toBeGreaterThan(from)
    from = to
    rounds++
  }
  expect(from).toBe(2500)
  expect(rounds).toBeGreaterThan(1)
})
