import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { CHANNEL } from '../../devices/topic.ts'
import type { StoredMessage, StoredRefusal } from '../../gateway/journal/entry.ts'
import { createDirectory, type Directory } from '../../gateway/reading/directory.ts'
import { heartRate, message, oxygenSaturation } from '../support/message.ts'
import { createPipelineBench, type PipelineBench } from '../support/pipeline.ts'

const NOW = Date.UTC(2026, 10, 21, 12)

let bench: PipelineBench

beforeEach(() => {
  bench = createPipelineBench()
})

afterEach(() => {
  bench.close()
})

function messages(): StoredMessage[] {
  return bench.queries
    .entriesAfter(0, 10_000)
    .flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []))
}

function refusals(): StoredRefusal[] {
  return bench.queries
    .entriesAfter(0, 10_000)
    .flatMap((entry) => (entry.kind === 'refusal' ? [entry.refusal] : []))
}

function at(payload: object, receivedAtMs = NOW) {
  return { payload, receivedAtMs }
}

describe('a message', () => {
  test('is stored with its readings as scaled integers, and both its times', () => {
    const { first, last } = bench.store(at(message(1, NOW - 500, heartRate(72), oxygenSaturation(97.5))))
    expect([first, last]).toEqual([1, 1])
    expect(messages()).toEqual([
      {
        position: 1,
        deviceId: 'device-1',
        patientId: null,
        atMs: NOW - 500,
        receivedAtMs: NOW,
        sequence: 1,
        timeUntrusted: false,
        untimed: false,
        conflict: false,
        readings: [
          { vitalCode: 1, value: 720, decimals: 1, quality: 0, late: false, original: null },
          { vitalCode: 2, value: 975, decimals: 1, quality: 0, late: false, original: null },
        ],
      },
    ])
  })

  test('keeps the value and unit of its sender where the integer does not say it', () => {
    bench.store(at(message(1, NOW, { vital: 'bodyTemperature', value: 98.6, unit: '[degF]' })))
    expect(messages()[0].readings).toEqual([
      {
        vitalCode: 4,
        value: 3700,
        decimals: 2,
        quality: 0,
        late: false,
        original: { value: 98.6, unit: '[degF]' },
      },
    ])
  })

  test('that says 0 where nothing is measured is stored without a value', () => {
    bench.store(at(message(1, NOW, heartRate(0), oxygenSaturation(97))))
    expect(messages()[0].readings).toMatchObject([
      { vitalCode: 1, value: 0, quality: 4 },
      { vitalCode: 2, value: 970, quality: 0 },
    ])
  })

  test('gets the next position, whatever kind its neighbours are, and one leaf', () => {
    bench.store(at(message(1, NOW)), at({ nonsense: true }), at(message(2, NOW + 1)))
    bench.store(at(message(3, NOW + 2)))
    const positions = bench.queries
      .entriesAfter(0, 100)
      .map((entry) => (entry.kind === 'message' ? entry.message.position : entry.refusal.position))
    expect(positions).toEqual([1, 2, 3, 4])
    const runs = bench.database
      .prepare('SELECT first, count, length(leaves) AS bytes FROM leaf_run ORDER BY first')
      .all()
    expect(runs.map((run) => ({ ...run }))).toEqual([
      { first: 1, count: 2, bytes: 64 },
      { first: 3, count: 1, bytes: 32 },
      { first: 4, count: 1, bytes: 32 },
    ])
  })
})

describe('identity', () => {
  test('the same message again is counted and not stored, in the same batch and after a restart', () => {
    const twice = at(message(1, NOW))
    bench.store(twice, twice)
    bench.restart()
    const { first, last } = bench.store(twice)
    expect(last).toBeLessThan(first)
    expect(messages()).toHaveLength(1)
    expect(bench.pipeline.counts.duplicates).toBe(1)
  })

  test('the same message is known whether the index holds it or not', () => {
    bench.store(at(message(1, NOW)), at(message(2, NOW + 1000)))
    bench.pipeline.index()
    bench.store(at(message(1, NOW)))
    bench.restart()
    bench.store(at(message(1, NOW)), at(message(2, NOW + 1000)))
    expect(messages()).toHaveLength(2)
  })

  test('is exact beyond what can be remembered without the index', () => {
    // a store at its limit: no moment to bring the index up between two batches
    for (let n = 0; n < 9; n++) {
      bench.store(...Array.from({ length: 30_000 }, (_, i) => at(message(i, NOW - 270_000 + n * 30_000 + i))))
    }
    expect(bench.pipeline.counts.messages).toBe(270_000)
    const { first, last } = bench.store(
      ...[0, 150_000, 269_999].map((n) => at(message(n % 30_000, NOW - 270_000 + n))),
    )
    expect(last).toBeLessThan(first)
  })

  test('other content under the same identity is kept beside the first, and marked', () => {
    bench.store(at(message(1, NOW, heartRate(72))), at(message(1, NOW, heartRate(99))))
    expect(messages().map(({ conflict, readings }) => [conflict, readings[0].value])).toEqual([
      [false, 720],
      [true, 990],
    ])
    bench.store(at(message(1, NOW, heartRate(99))))
    expect(messages()).toHaveLength(2)
  })

  test('the same number at another time is another message: devices start over', () => {
    bench.store(at(message(1, NOW)), at(message(1, NOW + 1000)))
    expect(messages()).toHaveLength(2)
    expect(messages().some(({ conflict }) => conflict)).toBe(false)
  })

  test('without a number, time and content tell', () => {
    const unnumbered = (value: number) =>
      at({ at: new Date(NOW).toISOString(), readings: [heartRate(value)] })
    bench.store(unnumbered(72), unnumbered(73), unnumbered(72))
    expect(messages().map(({ readings, conflict }) => [readings[0].value, conflict])).toEqual([
      [720, false],
      [730, false],
    ])
  })

  test('a message with a time not believed is known again when its time has come', () => {
    const early = message(1, NOW + 3_600_000)
    bench.store(at(early))
    expect(messages()[0].timeUntrusted).toBe(true)
    bench.store(at(early, NOW + 3_600_000))
    expect(messages()).toHaveLength(1)
  })

  test('without a time, only a retransmission under the same packet id in the same session is known again', () => {
    const untimed = { payload: { readings: [heartRate(72)] }, receivedAtMs: NOW, packetId: 9 }
    bench.store(untimed)
    bench.restart()
    bench.store({ ...untimed, dup: true })
    expect(messages()).toHaveLength(1)
    bench.store({ ...untimed, dup: false })
    expect(messages()).toHaveLength(2)
    bench.pipeline.forgetSession(1)
    bench.store({ ...untimed, dup: true })
    expect(messages()).toHaveLength(3)
    expect(messages().every(({ untimed }) => untimed)).toBe(true)
  })
})

describe('a payload of many times', () => {
  const pack = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      n: 'heartRate',
      u: 'beat/min',
      v: 70 + ((from + i) % 9),
      t: NOW / 1000 - 100_000 + from + i,
    }))
  const senml = (from: number, count: number) => ({
    payload: pack(from, count),
    channel: CHANNEL.senml,
    topic: 'v1/device-1/senml',
    receivedAtMs: NOW,
  })

  test('has the same limit wherever it lies in a batch', () => {
    bench.close()
    bench = createPipelineBench({ maxPayloadBytes: 1 << 20 })
    const ordinary = Array.from({ length: 2047 }, (_, i) => at(message(i, NOW + i)))
    bench.store(...ordinary, senml(0, 20), senml(2000, 1025), senml(100, 1024), senml(2000, 1025))
    expect(refusals().map(({ code }) => code)).toEqual(['tooLarge', 'tooLarge'])
    expect(messages()).toHaveLength(2047 + 20 + 1024)
  })

  test('is stored once where a part of it was stored before, around what is refused', () => {
    bench.store(senml(3, 2), at({ nonsense: true }), senml(0, 8), senml(6, 4), senml(0, 10))
    const times = messages().map(({ atMs }) => atMs / 1000 - (NOW / 1000 - 100_000))
    expect(times).toEqual([3, 4, 0, 1, 2, 5, 6, 7, 8, 9])
    expect(bench.pipeline.counts.duplicates).toBe(2 + 2 + 10)
    expect(messages().map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(refusals().map(({ position }) => position)).toEqual([11])
  })
})

describe('a message without a time', () => {
  test('is never taken for one with a time, whether the index holds it or not', () => {
    bench.store({ payload: { readings: [heartRate(72)] }, receivedAtMs: NOW })
    bench.store(at({ at: new Date(NOW + 1000).toISOString(), readings: [heartRate(70)] }, NOW + 1000))
    bench.pipeline.index()
    bench.store(at({ at: new Date(NOW).toISOString(), readings: [heartRate(72)] }, NOW + 2000))
    expect(messages()).toHaveLength(3)
  })
})

describe('time (promise 4)', () => {
  test('a time far ahead is stored as sent, marked, and never hides what comes after it', () => {
    bench.store(at(message(1, Date.UTC(2036, 0, 1), heartRate(50))), at(message(2, NOW, heartRate(72))))
    expect(
      messages().map(({ atMs, timeUntrusted, readings }) => [atMs, timeUntrusted, readings[0].late]),
    ).toEqual([
      [Date.UTC(2036, 0, 1), true, false],
      [NOW, false, false],
    ])
  })

  test('a time years ago is judged when it came: it is never late, and supersedes nothing by itself', () => {
    bench.store(
      at(message(1, NOW)),
      at(message(2, Date.UTC(2001, 0, 1)), NOW + 1000),
      at(message(3, NOW - 1000), NOW + 2000),
    )
    expect(messages().map(({ timeUntrusted, readings }) => [timeUntrusted, readings[0].late])).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ])
  })

  test('only what a newer reading of the same vital has superseded is late', () => {
    bench.store(
      at(message(1, NOW - 10_000, heartRate(72))),
      at(message(3, NOW, heartRate(74))),
      at(message(2, NOW - 5_000, heartRate(73), oxygenSaturation(97))),
    )
    expect(messages()[2].readings.map(({ vitalCode, late }) => [vitalCode, late])).toEqual([
      [1, true],
      [2, false],
    ])
  })

  test('a reading without signal supersedes nothing', () => {
    bench.store(at(message(2, NOW, heartRate(0))), at(message(1, NOW - 1000, heartRate(72))))
    expect(messages()[1].readings[0].late).toBe(false)
  })

  test('lateness is known after a restart, with the index and without', () => {
    bench.store(at(message(5, NOW, heartRate(74))))
    bench.restart()
    bench.store(at(message(4, NOW - 1000, heartRate(73))))
    bench.pipeline.index()
    bench.restart()
    bench.store(at(message(3, NOW - 2000, heartRate(73))))
    expect(messages().map(({ readings }) => readings[0].late)).toEqual([false, true, true])
  })
})

describe('a clock that is set right (promise 4)', () => {
  const hour = 3_600_000
  const lateOf = () => messages().map(({ readings }) => readings[0].late)

  test('of a device that ran hours fast does not make its next readings late', () => {
    // its skew is known after some messages, and its time believed
    for (let n = 0; n < 12; n++) bench.store(at(message(n, NOW + n * 1000 + 10 * hour), NOW + n * 1000))
    expect(messages().at(-1)?.timeUntrusted).toBe(false)
    bench.pipeline.index()
    bench.restart()
    for (let n = 12; n < 15; n++) bench.store(at(message(n, NOW + n * 1000), NOW + n * 1000))
    expect(lateOf().slice(12)).toEqual([false, false, false])
    bench.store(at(message(7, NOW + 11_500), NOW + 16_000))
    expect(lateOf().at(-1)).toBe(true)
  })

  test('of the gateway does not make late what comes next, with a time of its own or without', () => {
    const untimed = { readings: [heartRate(72)] }
    const unnumbered = (atMs: number) => ({
      at: new Date(atMs).toISOString(),
      readings: [oxygenSaturation(97)],
    })
    bench.store({ payload: untimed, receivedAtMs: NOW + hour }, at(unnumbered(NOW), NOW + hour))
    bench.store({ payload: untimed, receivedAtMs: NOW + 1000 }, at(unnumbered(NOW + 1000), NOW + 1000))
    // and back again, wrongly
    bench.store({ payload: untimed, receivedAtMs: NOW - hour }, at(unnumbered(NOW + 2000), NOW - hour))
    expect(lateOf()).toEqual([false, false, false, false, false, false])
  })

  test('leaves late what a newer reading has superseded: a backlog, by any clock', () => {
    bench.store(
      at(message(9, NOW)),
      at(message(1, NOW - hour), NOW + 1000),
      at(message(8, NOW - 1000), NOW + 2000),
    )
    expect(lateOf()).toEqual([false, true, true])
  })
})

describe('the patient', () => {
  const assignments = [
    { device: 1, patient: 4, fromMs: NOW - 60_000, untilMs: NOW - 30_000 },
    { device: 1, patient: 5, fromMs: NOW - 30_000, untilMs: null },
  ]

  test('is the one assigned when it was measured, not when it came', () => {
    bench.setDirectory({ assignments })
    const times = [-70_000, -60_000, -30_001, -30_000, 0]
    bench.store(...times.map((offset, i) => at(message(i, NOW + offset))))
    expect(messages().map(({ patientId }) => patientId)).toEqual([
      null,
      'patient-4',
      'patient-4',
      'patient-5',
      'patient-5',
    ])
  })

  test('of a message whose time is not believed is the one assigned when it came', () => {
    bench.setDirectory({ assignments })
    bench.store(at(message(1, Date.UTC(2001, 0, 1))))
    expect(messages()[0].patientId).toBe('patient-5')
  })
})

describe('sequence gaps', () => {
  test('are recorded as ranges in the same transaction, and filled by what comes late', () => {
    bench.store(at(message(1, NOW)), at(message(6, NOW + 5000)))
    expect(bench.queries.gaps({ deviceId: null })).toEqual([
      { deviceId: 'device-1', firstMissing: 2, lastMissing: 5, detectedAtMs: NOW },
    ])
    bench.restart()
    bench.store(at(message(4, NOW + 3000)))
    expect(
      bench.queries.gaps({ deviceId: 'device-1' }).map((gap) => [gap.firstMissing, gap.lastMissing]),
    ).toEqual([
      [5, 5],
      [2, 3],
    ])
  })
})

describe('sequence gaps of a device without a clock', () => {
  const unclocked = (seq: number) => ({
    payload: { seq, readings: [heartRate(72)] },
    receivedAtMs: NOW + seq,
  })
  const missing = () =>
    bench.queries.gaps({ deviceId: null }).map((gap) => [gap.firstMissing, gap.lastMissing])

  test('are found across a restart, whether the index held its last number or not', () => {
    bench.store(unclocked(1))
    bench.pipeline.index()
    bench.restart()
    bench.store(unclocked(4))
    bench.restart()
    bench.pipeline.index()
    bench.restart()
    bench.store(unclocked(6))
    expect(missing()).toEqual([
      [5, 5],
      [2, 3],
    ])
  })

  test('reach to the greatest number there is', () => {
    const last = Number.MAX_SAFE_INTEGER
    bench.store(unclocked(0), {
      ...unclocked(0),
      payload: { seq: last, readings: [heartRate(72)] },
      receivedAtMs: NOW,
    })
    bench.restart()
    expect(missing()).toEqual([[1, last - 1]])
    expect(messages().map(({ sequence }) => sequence)).toEqual([0, last])
  })
})

describe('quarantine (promise 2)', () => {
  test('keeps what could not be read, byte for byte, with the field and without stopping its neighbours', () => {
    const { refusals: told } = bench.store(
      at(message(1, NOW)),
      at(message(2, NOW, { vital: 'heartRate', value: 72, unit: 'mm[Hg]' })),
      { payload: Buffer.from([0xff, 0x00]), receivedAtMs: NOW },
      { payload: message(3, NOW), channel: CHANNEL.foreign, topic: 'v1/device-2/vitals', receivedAtMs: NOW },
    )
    expect(messages()).toHaveLength(1)
    expect(refusals().map(({ code, field, bytes, bytesKept }) => [code, field, bytes, bytesKept])).toEqual([
      ['wrongUnit', 'readings[0].unit', null, true],
      ['notUtf8', '', null, true],
      ['foreignTopic', 'topic', null, true],
    ])
    expect(told.map(({ sender, position }) => [sender, position])).toEqual([
      [1, 2],
      [1, 3],
      [1, 4],
    ])
    expect(bench.queries.quarantined(3)?.bytes).toEqual(Uint8Array.of(0xff, 0x00))
  })

  test('keeps of a topic that is no topic of ours only its beginning', () => {
    const topic = `v1/device-1/${'x'.repeat(60_000)}`
    const { refusals: told } = bench.store({
      payload: 'x',
      channel: CHANNEL.unknown,
      topic,
      receivedAtMs: NOW,
    })
    const kept = `${topic.slice(0, 199)}…`
    expect(refusals().map((refusal) => refusal.topic)).toEqual([kept])
    expect(told.map((notice) => notice.topic)).toEqual([kept])
  })

  test('keeps what fits the quota after something that did not, before a restart as after it', () => {
    bench.close()
    bench = createPipelineBench({ quarantineBytesPerDevice: 10 })
    const payload = (length: number) => ({ payload: 'x'.repeat(length), receivedAtMs: NOW })
    bench.store(payload(8), payload(3), payload(2), payload(1))
    bench.restart()
    bench.store(payload(1), payload(0))
    expect(refusals().map(({ bytesKept }) => bytesKept)).toEqual([true, false, true, false, false, true])
  })

  test('keeps hash and size once the quota of a device is used up; another device has its own', () => {
    bench.close()
    bench = createPipelineBench({ quarantineBytesPerDevice: 10 })
    bench.store(
      { payload: 'x'.repeat(8), receivedAtMs: NOW },
      { payload: 'y'.repeat(8), receivedAtMs: NOW },
      { payload: 'z'.repeat(8), receivedAtMs: NOW, device: 2 },
    )
    bench.restart()
    bench.store({ payload: 'w'.repeat(8), receivedAtMs: NOW + 5 })
    expect(refusals().map(({ deviceId, bytesKept, size }) => [deviceId, bytesKept, size])).toEqual([
      ['device-1', true, 8],
      ['device-1', false, 8],
      ['device-2', true, 8],
      ['device-1', false, 8],
    ])
    const { overflow, entries } = bench.queries.quarantine({ deviceId: null, beforePosition: null, limit: 2 })
    expect(overflow).toEqual([{ deviceId: 'device-1', count: 2, firstAtMs: NOW, lastAtMs: NOW + 5 }])
    expect(entries.map(({ position }) => position)).toEqual([4, 3])
  })
})

describe('a full store', () => {
  test('stores nothing of a batch rather than a part, and after that is exactly where it was', () => {
    bench.close()
    bench = createPipelineBench({ maxBytes: 400_000 })
    const batch = (n: number) =>
      Array.from({ length: 500 }, (_, i) => at(message(n * 500 + i, NOW + n * 500_000 + i * 1000)))
    let stored = 0
    let failed: unknown = null
    for (let n = 0; failed === null && n < 100; n++) {
      try {
        bench.store(...batch(n))
        stored += 500
      } catch (error) {
        failed = error
      }
    }
    expect(failed).toMatchObject({ errstr: 'database or disk is full' })
    expect(stored).toBeGreaterThan(0)
    bench.restart()
    expect(bench.queries.lastPosition()).toBe(stored)
    expect(bench.pipeline.counts.lastPosition).toBe(stored)
  })
})

describe('a payload that our own code fails on', () => {
  const failing: Directory = {
    ...createDirectory(),
    patientAt(device) {
      if (device === 2) throw new TypeError('a defect of ours')
      return 0
    },
  }
  const arrivals = [1, 2, 3].map((device) => ({ ...at(message(1, NOW)), device }))

  test('is named, and nothing of its slot is stored', () => {
    bench.close()
    bench = createPipelineBench({ directory: failing })
    expect(() => bench.store(...arrivals)).toThrow(
      expect.objectContaining({ name: 'PoisonedPayload', index: 1 }),
    )
    bench.restart()
    expect(bench.queries.lastPosition()).toBe(0)
  })

  test('is quarantined unread when the slot is tried again, and its neighbours are stored (promise 2)', () => {
    bench.close()
    bench = createPipelineBench({ directory: failing, poisoned: [1] })
    bench.store(...arrivals)
    expect(messages().map(({ deviceId }) => deviceId)).toEqual(['device-1', 'device-3'])
    expect(refusals().map(({ deviceId, code }) => [deviceId, code])).toEqual([['device-2', 'unreadable']])
  })

  test('is not blamed for a store that is full', () => {
    bench.close()
    bench = createPipelineBench({ maxBytes: 200_000 })
    const flood = () => {
      for (let n = 0; n < 100; n++) {
        bench.store(
          ...Array.from({ length: 200 }, (_, i) => at(message(n * 200 + i, NOW + n * 200_000 + i * 1000))),
        )
      }
    }
    expect(flood).toThrow(expect.objectContaining({ code: 'ERR_SQLITE_ERROR' }))
  })
})
