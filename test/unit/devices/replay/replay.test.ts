import { describe, expect, test } from '@jest/globals'
import { parseMappings } from '../../../../devices/replay/mapping.ts'
import type { RecordingOptions } from '../../../../devices/replay/recording.ts'
import { type ReplayOptions, replay } from '../../../../devices/replay/replay.ts'
import { rowsOfCsv } from '../../../support/rowsOfCsv.ts'

const BEGIN_MS = Date.parse('2026-11-20T12:00:00Z')
const HEART = ['HR=heartRate:/min']
const PAIR = ['S=systolicBloodPressure:mm[Hg]', 'D=diastolicBloodPressure:mm[Hg]']

/** Runs a replay under a clock that only sleeping moves; `late` makes each publish take that long. */
async function run(
  csv: string,
  maps: readonly string[],
  options: Partial<ReplayOptions & RecordingOptions> & { lateMs?: number; stopAfter?: number } = {},
) {
  const { lateMs = 0, stopAfter = Number.POSITIVE_INFINITY, ...rest } = options
  const sent: { sentMs: number; topic: string; seq: number; at: number; readings: object[] }[] = []
  const stop = new AbortController()
  let nowMs = BEGIN_MS
  const report = await replay({
    rows: rowsOfCsv(csv, maps, rest),
    mappings: parseMappings(maps),
    deviceId: 'w-1',
    startMs: null,
    speed: 1,
    keepTimes: false,
    now: () => nowMs,
    sleepUntil: async (atMs) => {
      nowMs = atMs
    },
    publish: async (topic, payload) => {
      const { seq, at, readings } = JSON.parse(Buffer.from(payload).toString())
      sent.push({ sentMs: nowMs - BEGIN_MS, topic, seq, at: Date.parse(at) - BEGIN_MS, readings })
      nowMs += lateMs
      if (sent.length >= stopAfter) stop.abort()
    },
    signal: stop.signal,
    ...rest,
  })
  return { sent, report }
}

const times = (sent: readonly { sentMs: number; at: number }[]) => sent.map(({ sentMs, at }) => [sentMs, at])

describe('a replay', () => {
  test('publishes native messages whose sequence is the row', async () => {
    const { sent } = await run('HR,SpO2\n60,97\n,\n61,98.5', [...HEART, 'SpO2=oxygenSaturation:%'])
    expect(sent.map(({ topic, seq, readings }) => ({ topic, seq, readings }))).toEqual([
      {
        topic: 'v1/w-1/vitals',
        seq: 0,
        readings: [
          { vital: 'heartRate', value: 60, unit: '/min' },
          { vital: 'oxygenSaturation', value: 97, unit: '%' },
        ],
      },
      {
        topic: 'v1/w-1/vitals',
        seq: 2,
        readings: [
          { vital: 'heartRate', value: 61, unit: '/min' },
          { vital: 'oxygenSaturation', value: 98.5, unit: '%' },
        ],
      },
    ])
  })

  test('speed compresses the sending and the times alike: no time is ahead of the clock', async () => {
    const { sent } = await run('HR\n60\n61\n62\n63', HEART, { rate: 1, speed: 60 })
    expect(times(sent)).toEqual(
      [
        [0, 0],
        [16.666666666666668, 16],
        [33.333333333333336, 33],
        [50, 50],
      ].map(([sentMs, at]) => [expect.closeTo(sentMs!, 1), at]),
    )
  })

  test('gaps of the time column stay gaps', async () => {
    const { sent } = await run('Time,HR\n09:25:02,60\n09:25:03,61\n09:26:02,62', HEART, { speed: 10 })
    expect(times(sent)).toEqual([
      [0, 0],
      [100, 100],
      [6000, 6000],
    ])
  })

  test('a start in the past dates the rows from there, as close together as they are sent', async () => {
    const { sent } = await run('HR\n60\n61', HEART, { startMs: BEGIN_MS - 3_600_000, speed: 10 })
    expect(times(sent)).toEqual([
      [0, -3_600_000],
      [100, -3_599_900],
    ])
  })

  test('keeping the times of the recording, no row is sent before its time', async () => {
    const { sent } = await run('HR\n60\n61\n62', HEART, {
      startMs: BEGIN_MS - 1500,
      speed: 1000,
      keepTimes: true,
    })
    expect(times(sent)).toEqual([
      [0, -1500],
      [1, -500],
      [500, 500],
    ])
  })

  test('dates of the file are kept where no start is given', async () => {
    const csv = 'Time,HR\n2026-11-19 12:00:00,60\n2026-11-19 12:01:00,61'
    const { sent } = await run(csv, HEART, { speed: 60 })
    expect(times(sent)).toEqual([
      [0, -86_400_000],
      [1000, -86_340_000],
    ])
    const restarted = await run(csv, HEART, { speed: 60, startMs: BEGIN_MS })
    expect(times(restarted.sent)).toEqual([
      [0, 0],
      [1000, 1000],
    ])
  })

  test('a slow gateway delays the sending, not the times', async () => {
    const { sent } = await run('HR\n60\n61\n62', HEART, { rate: 10, lateMs: 250 })
    expect(times(sent)).toEqual([
      [0, 0],
      [250, 100],
      [500, 200],
    ])
  })

  test('run again with the same start and speed, it sends the same bytes', async () => {
    const options = { startMs: BEGIN_MS - 60_000, speed: 7 }
    const first = await run('HR\n60\n61\n62', HEART, options)
    const second = await run('HR\n60\n61\n62', HEART, { ...options, lateMs: 90 })
    const identity = ({ sent }: typeof first) => sent.map(({ seq, at, readings }) => ({ seq, at, readings }))
    expect(identity(second)).toEqual(identity(first))
  })

  test('zero is sent and counted as no signal, blank is not sent and counted as absent', async () => {
    const { sent, report } = await run('HR,N\n0,0\n60,\n,', [...HEART, 'N=steps:{steps}'])
    expect(sent.map(({ readings }) => readings)).toEqual([
      [
        { vital: 'heartRate', value: 0, unit: '/min' },
        { vital: 'steps', value: 0, unit: '{steps}' },
      ],
      [{ vital: 'heartRate', value: 60, unit: '/min' }],
    ])
    expect(report).toMatchObject({ rows: 3, readings: { heartRate: 2, steps: 1 }, noSignal: 1, absent: 3 })
  })

  test('half a blood pressure is not sent, and counted', async () => {
    const { sent, report } = await run('S,D,HR\n120,80,60\n121,,61\n,81,\n,,62', [...PAIR, ...HEART])
    expect(sent.map(({ readings }) => readings.length)).toEqual([3, 1, 1])
    expect(report).toMatchObject({ halfPairs: 2, readings: { systolicBloodPressure: 1, heartRate: 3 } })
  })

  test('rows with text are reported and nothing of them sent', async () => {
    const { sent, report } = await run('HR,SpO2\n60,97\noff,97\n61,98', [...HEART, 'SpO2=oxygenSaturation:%'])
    expect(sent.map(({ seq }) => seq)).toEqual([0, 2])
    expect(report).toMatchObject({ rows: 3, textRows: 1, text: [{ line: 3, column: 1, header: 'HR' }] })
  })

  test('ends when it is told to', async () => {
    const { sent, report } = await run('HR\n60\n61\n62', HEART, { stopAfter: 2 })
    expect(sent).toHaveLength(2)
    expect(report.readings).toEqual({ heartRate: 2 })
  })
})
