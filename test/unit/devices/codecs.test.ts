import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isMeasurableTime } from '../../../devices/calendar.ts'
import type { DecodeContext, MessageSink, Original } from '../../../devices/codec.ts'
import { CODECS } from '../../../devices/codecs.ts'
import { isValue, QUALITIES } from '../../../devices/quality.ts'
import { REFUSAL_CODES } from '../../../devices/refusal.ts'
import { scaled } from '../../../devices/scaled.ts'
import { CHANNEL } from '../../../devices/topic.ts'
import type { Vital } from '../../../devices/vitals.ts'
import { RECEIVED_AT_MS } from '../../support/decodeWith.ts'
import { encodeCbor } from '../../support/encodeCbor.ts'
import { mutatedBytes } from '../../support/mutatedBytes.ts'
import { arbitraryMessage, nativeMessage } from '../../support/nativeMessage.ts'
import { createRecordingSink } from '../../support/recordingSink.ts'

function text(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}

function hex(value: string): Uint8Array {
  return new Uint8Array(Buffer.from(value, 'hex'))
}

const senml = [
  { bn: 'urn:dev:mac:1:', bt: 1_795_175_400, n: 'heartRate', u: 'beat/min', v: 72 },
  { n: 'bodyTemperature', u: 'Cel', v: 36.6, t: -1 },
]
const senmlCbor = encodeCbor([
  new Map<number, unknown>([
    [-2, 'urn:dev:mac:1:'],
    [-3, 1_795_175_400],
    [0, 'heartRate'],
    [1, 'beat/min'],
    [2, 72.5],
  ]),
  new Map<number, unknown>([
    [0, 'steps'],
    [1, 'count'],
    [2, 9101],
    [6, -1],
  ]),
])
const advertisement = {
  id: 'C4:7C:8D:6D:0C:D2',
  rssi: -55,
  type: 'BODY',
  act_bpm: 125,
  steps: 9101,
  tempf: 98.6,
}

interface Format {
  name: string
  channel: number
  subtopic: string
  valid: fc.Arbitrary<Uint8Array>
}

const FORMATS: Format[] = [
  { name: 'native', channel: CHANNEL.native, subtopic: '', valid: arbitraryMessage.map(text) },
  { name: 'SenML JSON', channel: CHANNEL.senml, subtopic: '', valid: fc.constant(text(senml)) },
  { name: 'SenML CBOR', channel: CHANNEL.senml, subtopic: '', valid: fc.constant(senmlCbor) },
  {
    name: 'bridge',
    channel: CHANNEL.bridge,
    subtopic: 'c47c8d6d0cd2',
    valid: fc.constant(text(advertisement)),
  },
  ...[
    ['2a18', '0b0700ea070b140c000005005fb0110000'],
    ['2a1c', '06b00e00fedc070c050b321b04'],
    ['2a35', '1e8a00580078000000041114293b3c00012700'],
    ['2a37', '1e5532002100'],
    ['2a5e', '0facf3bef5e8070b1d170839204022000066e3'],
    ['2a5f', '1fdef3caf3caf35af5d4f3b2f220010000007ae3'],
  ].map(([subtopic, bytes]) => ({
    name: `GATT ${subtopic}`,
    channel: CHANNEL.gatt,
    subtopic: subtopic!,
    valid: fc.constant(hex(bytes!)),
  })),
]

/** Fails on whatever the journal could not hold or a doctor should not see. */
function createStrictSink(): MessageSink & { messages: number } {
  let seen = new Set<Vital>()
  const sink = {
    messages: 0,
    message(atMs: number, sequence: number) {
      sink.messages++
      seen = new Set()
      expect(Number.isNaN(atMs) || (Number.isInteger(atMs) && isMeasurableTime(atMs))).toBe(true)
      expect(Number.isSafeInteger(sequence) && sequence >= -1).toBe(true)
    },
    reading(vital: Vital, value: number, quality: number, original: Original | null) {
      expect(seen.has(vital)).toBe(false)
      seen.add(vital)
      expect(QUALITIES[quality]).toBeDefined()
      expect(Number.isInteger(value) && !Object.is(value, -0)).toBe(true)
      const [low, high] = vital.plausible
      const fits = value >= scaled(low, vital.decimals) && value <= scaled(high, vital.decimals)
      expect(fits || (value === 0 && !isValue(quality))).toBe(true)
      if (original) expect(Number.isFinite(original.value) && original.unit.length <= 32).toBe(true)
    },
    signature(bytes: Uint8Array) {
      expect(bytes).toHaveLength(64)
    },
  }
  return sink
}

/** Decodes, and checks what came of it: messages that hold, or a refusal that may be shown. */
function decodeStrictly(format: Format, payload: Uint8Array): boolean {
  const sink = createStrictSink()
  const context: DecodeContext = { receivedAtMs: RECEIVED_AT_MS, subtopic: format.subtopic }
  const refusal = CODECS[format.channel]!.decode(payload, context, sink)
  if (refusal === null) expect(sink.messages).toBeGreaterThan(0)
  else {
    expect(REFUSAL_CODES).toContain(refusal.code)
    expect(refusal.field.length).toBeLessThan(500)
    expect(refusal.given?.length ?? 0).toBeLessThanOrEqual(40)
  }
  return refusal === null
}

describe.each(FORMATS)('$name', (format) => {
  test('random bytes never make it throw, nor write what the table of vitals forbids', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (payload) => {
        decodeStrictly(format, payload)
      }),
      { numRuns: 500 },
    )
  })

  test('neither do valid payloads with errors in them', () => {
    fc.assert(
      fc.property(mutatedBytes(format.valid), (payload) => {
        decodeStrictly(format, payload)
      }),
      { numRuns: 2000 },
    )
  })

  test('payloads are read from memory that threads share, and left as they are', () => {
    for (const payload of fc.sample(format.valid, 5)) {
      const shared = new Uint8Array(new SharedArrayBuffer(payload.length + 16), 8, payload.length)
      shared.set(payload)
      expect(decodeStrictly(format, shared)).toBe(decodeStrictly(format, payload))
      expect([...shared]).toEqual([...payload])
    }
  })
})

test('every channel that carries payloads has a format, the others have none', () => {
  const named = Object.fromEntries(
    Object.entries(CHANNEL).map(([name, number]) => [name, CODECS[number]?.name]),
  )
  expect(named).toEqual({
    native: 'native',
    senml: 'senml',
    gatt: 'gatt',
    bridge: 'bridge',
    unknown: undefined,
    foreign: undefined,
    oversize: undefined,
  })
})

test('one payload says nothing about the next: formats keep nothing of a refused one', () => {
  const codec = CODECS[CHANNEL.native]!
  const context = { receivedAtMs: RECEIVED_AT_MS, subtopic: '' }
  const before = createRecordingSink()
  const after = createRecordingSink()
  codec.decode(text(nativeMessage()), context, before)
  codec.decode(text(nativeMessage({ readings: [] })), context, createRecordingSink())
  codec.decode(hex('ff00'), context, createRecordingSink())
  codec.decode(text(nativeMessage()), context, after)
  expect(after.messages).toEqual(before.messages)
})
