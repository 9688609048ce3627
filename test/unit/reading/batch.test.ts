import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { VITALS } from '../../../devices/vitals.ts'
import { type Batch, createBatch } from '../../../gateway/reading/batch.ts'

const arbitraryReading = fc.record({
  vital: fc.constantFrom(...VITALS),
  value: fc.integer({ min: -1000, max: 1000 }),
  original: fc.option(fc.record({ value: fc.integer(), unit: fc.constantFrom('kPa', '[degF]') })),
  late: fc.boolean(),
})
const arbitraryMessage = fc.record({
  atMs: fc.nat(),
  sequence: fc.nat(),
  readings: fc.array(arbitraryReading, { minLength: 1, maxLength: 5 }),
  signature: fc.option(fc.uint8Array({ minLength: 64, maxLength: 64 })),
})
type Given = typeof arbitraryMessage extends fc.Arbitrary<infer Value> ? Value : never

function fill(batch: Batch, messages: readonly Given[]): void {
  for (const [m, { atMs, sequence, readings, signature }] of messages.entries()) {
    batch.hasRoom()
    batch.message(atMs, sequence)
    batch.device[m] = sequence + 1
    batch.patient[m] = sequence + 2
    batch.receivedAtMs[m] = atMs + 3
    for (const { vital, value, original, late } of readings) {
      batch.reading(vital, value, 1, original)
      if (late) batch.marks[batch.readings - 1]! |= 1
    }
    if (signature !== null) batch.signature(signature)
  }
}

function contentOf(batch: Batch): object {
  const { messages, readings } = batch
  const until = (column: ArrayLike<number>, length: number) => Array.from(column).slice(0, length)
  return {
    messages,
    readings,
    columns: [batch.device, batch.patient, batch.atMs, batch.receivedAtMs, batch.sequence, batch.flags].map(
      (column) => until(column, messages),
    ),
    firstReading: until(batch.firstReading, messages + 1),
    vital: until(batch.vital, readings),
    marks: until(batch.marks, readings),
    canonical: until(batch.canonical, 2 * readings),
    originals: [...batch.originals].sort(([a], [b]) => a - b),
    signatures: [...batch.signatures].sort(([a], [b]) => a - b),
  }
}

test('without the messages taken out, a batch is as if they had never come', () => {
  const arbitraryCase = fc
    .array(arbitraryMessage, { minLength: 1, maxLength: 6 })
    .chain((messages) =>
      fc.tuple(fc.constant(messages), fc.subarray(Array.from(messages.keys())), fc.nat(messages.length)),
    )
  const batch = createBatch()
  const expected = createBatch()
  fc.assert(
    fc.property(arbitraryCase, ([messages, removed, kept]) => {
      batch.clear()
      expected.clear()
      fill(batch, messages)
      for (const m of removed.toReversed()) batch.remove(m)
      const rest = messages.filter((_, m) => !removed.includes(m))
      fill(expected, rest)
      expect(contentOf(batch)).toEqual(contentOf(expected))
      const end = Math.min(kept, rest.length)
      batch.truncate(end)
      expected.clear()
      fill(expected, rest.slice(0, end))
      expect(contentOf(batch)).toEqual(contentOf(expected))
    }),
  )
})
