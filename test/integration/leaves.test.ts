import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { CHANNEL, senmlTopic } from '../../devices/topic.ts'
import { recomputedLeaves, storedLeaves } from '../support/leavesOf.ts'
import { heartRate, message, oxygenSaturation } from '../support/message.ts'
import { arbitraryMessage } from '../support/nativeMessage.ts'
import { type Arrival, createPipelineBench, type PipelineBench } from '../support/pipeline.ts'

const NOW = Date.UTC(2026, 10, 21, 12)

let bench: PipelineBench

beforeEach(() => {
  bench = createPipelineBench()
})

afterEach(() => bench.close())

function expectDenseAndTrue(): void {
  const leaves = storedLeaves(bench.database)
  const last = bench.queries.lastPosition()
  expect([...leaves.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: last }, (_, i) => i + 1))
  expect(leaves).toEqual(recomputedLeaves(bench.database))
}

function senml(from: number, count: number): Arrival {
  const pack = Array.from({ length: count }, (_, i) => ({
    n: 'heartRate',
    u: 'beat/min',
    v: 60,
    t: NOW / 1000 + from + i,
  }))
  return { payload: pack, channel: CHANNEL.senml, topic: senmlTopic('device-1'), receivedAtMs: NOW }
}

describe('every entry has exactly one leaf, and it is what the plain formulas give of the stored bytes (promise 7)', () => {
  test('whatever comes: originals, signatures, duplicates, packs, refusals, in any mixture', () => {
    const arbitraryArrival = fc.oneof(
      { weight: 4, arbitrary: arbitraryMessage.map((payload): Arrival => ({ payload, receivedAtMs: NOW })) },
      fc
        .integer({ min: 0, max: 5 })
        .map((n): Arrival => ({ payload: message(n, NOW + n), receivedAtMs: NOW })),
      fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 9 })).map(([from, count]) => senml(from, count)),
      fc.string().map((payload): Arrival => ({ payload, receivedAtMs: NOW })),
      fc.constant<Arrival>({
        payload: message(7, NOW, { vital: 'bodyTemperature', value: 98.61, unit: '[degF]' }),
        receivedAtMs: NOW,
      }),
    )
    fc.assert(
      fc.property(
        fc.array(fc.array(arbitraryArrival, { minLength: 1, maxLength: 12 }), { maxLength: 5 }),
        (slots) => {
          for (const arrivals of slots) bench.store(...arrivals)
          expectDenseAndTrue()
        },
      ),
      { numRuns: 30 },
    )
  })

  test('over more messages than one round of hashing or one batch holds, with refusals in between', () => {
    const arrivals = Array.from(
      { length: 5000 },
      (_, i): Arrival =>
        i % 700 === 0
          ? { payload: 'no message', receivedAtMs: NOW, device: 2 }
          : { payload: message(i, NOW + i, heartRate(60), oxygenSaturation(97)), receivedAtMs: NOW },
    )
    bench.store(...arrivals)
    expectDenseAndTrue()
  })

  test('after a transaction that failed and a restart', () => {
    bench.close()
    bench = createPipelineBench({ maxBytes: 200_000 })
    let n = 0
    const some = () =>
      Array.from({ length: 50 }, (): Arrival => ({ payload: message(++n, NOW + n), receivedAtMs: NOW }))
    expect(() => {
      for (;;) bench.store(...some(), { payload: 'no message', receivedAtMs: NOW })
    }).toThrow('full')
    bench.restart()
    expect(bench.queries.lastPosition() % 51).toBe(0)
    expectDenseAndTrue()
  })
})

test('no two entries share a salt: equal readings have different leaves (promise 7)', () => {
  bench.store(
    ...Array.from(
      { length: 3 },
      (_, i): Arrival => ({ payload: message(1, NOW, heartRate(60 + i)), receivedAtMs: NOW }),
    ),
  )
  bench.store(...[1, 2].map((device): Arrival => ({ device, payload: 'the same', receivedAtMs: NOW })))
  const bodies = bench.database.prepare('SELECT body FROM entry').all() as { body: Uint8Array }[]
  const salts = bodies.flatMap(({ body }) =>
    body.length === 16 ? [body] : [body.subarray(1, 17), body.subarray(17, 33)],
  )
  const distinct = new Set(salts.map((salt) => Buffer.from(salt).toString('hex')))
  expect(distinct.size).toBe(3 * 2 + 2)
})
