import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { CHANNEL } from '../../devices/topic.ts'
import { heartRate, message, oxygenSaturation } from '../support/message.ts'
import { type Arrival, createPipelineBench, type PipelineBench } from '../support/pipeline.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const MINUTE = 60_000
const ADDRESS = 'a4c138000001'
/** What the senders' clocks say against ours: right, behind, fast, beyond belief. */
const LEADS = [
  0,
  0,
  0,
  -3000,
  -2 * 3_600_000,
  4 * MINUTE,
  9 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  800 * 86_400_000,
]

type Step = 'index' | 'restart' | readonly Arrival[]

const arbitraryArrival = fc
  .record({
    device: fc.integer({ min: 1, max: 2 }),
    afterMs: fc.integer({ min: 0, max: 120_000 }),
    leadMs: fc.constantFrom(...LEADS),
    sequence: fc.integer({ min: -1, max: 14 }),
    value: fc.constantFrom(0, 71, 72),
    packetId: fc.integer({ min: 0, max: 3 }),
    dup: fc.boolean(),
    kind: fc.constantFrom('timed', 'timed', 'timed', 'untimed', 'bridge', 'pair', 'refused'),
  })
  .map(({ device, afterMs, leadMs, sequence, value, packetId, dup, kind }): Arrival => {
    // whole seconds, so that times meet
    const receivedAtMs = NOW + 1000 * Math.floor(afterMs / 1000)
    const common = { device, receivedAtMs, packetId, dup: dup && packetId > 0 }
    const { seq, at } = message(sequence, receivedAtMs + leadMs)
    const numbered = sequence < 0 ? {} : { seq }
    if (kind === 'refused') return { ...common, payload: { seq, nonsense: true } }
    if (kind === 'untimed') return { ...common, payload: { ...numbered, readings: [heartRate(value)] } }
    if (kind === 'bridge') {
      const topic = `home/gateway/BTtoMQTT/${ADDRESS}`
      return { ...common, device: 3, channel: CHANNEL.bridge, topic, payload: { id: ADDRESS, hr: value } }
    }
    const readings = [heartRate(value), ...(kind === 'pair' ? [oxygenSaturation(97)] : [])]
    return { ...common, payload: { ...numbered, at, readings } }
  })

const arbitrarySteps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.array(arbitraryArrival, { minLength: 1, maxLength: 6 }) },
    { weight: 1, arbitrary: fc.constantFrom<Step>('index', 'restart') },
  ),
  { minLength: 4, maxLength: 24 },
)

const directory = {
  assignments: [
    { device: 1, patient: 1, fromMs: NOW - 3_600_000, untilMs: NOW + MINUTE },
    { device: 1, patient: 2, fromMs: NOW + MINUTE, untilMs: null },
  ],
  sensors: [{ bridge: 3, address: ADDRESS, device: 4 }],
}

function run(bench: PipelineBench, steps: readonly Step[]) {
  try {
    bench.setDirectory(directory)
    for (const step of steps) {
      if (step === 'index') bench.pipeline.index()
      else if (step === 'restart') bench.restart()
      else bench.store(...step)
    }
    const { queries } = bench
    return { entries: queries.entriesAfter(0, 10_000), gaps: queries.gaps({ deviceId: null }) }
  } finally {
    bench.close()
  }
}

test('the same stream is stored in the same way, whenever the gateway was restarted or the index brought up', () => {
  fc.assert(
    fc.property(arbitrarySteps, (steps) => {
      const undisturbed = run(
        createPipelineBench(),
        steps.filter((step) => typeof step !== 'string'),
      )
      expect(run(createPipelineBench(), steps)).toEqual(undisturbed)
    }),
    { numRuns: 120 },
  )
}, 60_000)
