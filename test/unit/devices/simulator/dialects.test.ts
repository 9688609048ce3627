import { describe, expect, test } from '@jest/globals'
import type { Codec } from '../../../../devices/codec.ts'
import { createCodecs } from '../../../../devices/codecs.ts'
import { createBody } from '../../../../devices/simulator/body.ts'
import { createChance } from '../../../../devices/simulator/chance.ts'
import type { Measurement } from '../../../../devices/simulator/dialects/dialect.ts'
import { KIND_NAMES, KINDS, type KindName } from '../../../../devices/simulator/kinds.ts'
import type { SensorReading } from '../../../../devices/simulator/sensor.ts'
import { createWearable } from '../../../../devices/simulator/wearable.ts'
import { bridgeRoute, CHANNEL, deviceRoute } from '../../../../devices/topic.ts'
import { vitalNamed } from '../../../../devices/vitals.ts'
import { decodeWith } from '../../../support/decodeWith.ts'
import { person } from '../../../support/person.ts'

const AT_MS = Date.UTC(2026, 10, 20, 12, 0, 7)
const codecs = createCodecs()

/** Sends what was measured through the dialect, the topic and the codec that the gateway has for it. */
function decoded(kind: KindName, readings: readonly SensorReading[], sequence = 4711) {
  const measurement: Measurement = {
    deviceId: 'w-1',
    sequence,
    atMs: AT_MS,
    readings,
    relay: kind === 'band' ? { prefix: 'home', address: 'C0FFEE000001' } : null,
  }
  const upload = KINDS[kind].dialect(measurement)
  if (!upload) return null
  const route = kind === 'band' ? bridgeRoute('home', upload.topic) : deviceRoute('w-1', upload.topic)
  return decodeWith(codecs[route.channel] as Codec, upload.payload, { subtopic: route.subtopic })
}

function stored({ vital, value }: Pick<SensorReading, 'vital' | 'value'>) {
  return { vital, value: Math.round(value * 10 ** vitalNamed(vital)!.decimals) }
}

const good = (vital: SensorReading['vital'], value: number): SensorReading => ({
  vital,
  value,
  quality: 'good',
})
const off = (vital: SensorReading['vital']): SensorReading => ({ vital, value: 0, quality: 'noSignal' })

describe('what a simulated wearable says', () => {
  test.each<[KindName, SensorReading[], { atMs: number | null; sequence: number }]>([
    ['wrist', [good('heartRate', 72), good('steps', 1234)], { atMs: AT_MS, sequence: 4711 }],
    ['oximeter', [good('oxygenSaturation', 97), good('heartRate', 72)], { atMs: AT_MS, sequence: 4711 }],
    ['scale', [good('bodyWeight', 70.4)], { atMs: AT_MS, sequence: 4711 }],
    [
      'ring',
      [good('oxygenSaturation', 97), good('heartRate', 72), good('bodyTemperature', 36.6)],
      { atMs: AT_MS, sequence: -1 },
    ],
    ['chestStrap', [good('heartRate', 72)], { atMs: null, sequence: -1 }],
    [
      'gattCuff',
      [good('systolicBloodPressure', 131), good('diastolicBloodPressure', 84)],
      { atMs: AT_MS, sequence: -1 },
    ],
    ['glucoseMeter', [good('glucose', 145)], { atMs: AT_MS, sequence: 4711 }],
    ['band', [good('heartRate', 72), good('steps', 1234)], { atMs: null, sequence: -1 }],
  ])('%s: the gateway reads what was measured', (kind, readings, { atMs, sequence }) => {
    const result = decoded(kind, readings)
    expect(result?.refusal).toBeNull()
    expect(result?.messages).toHaveLength(1)
    const [message] = result!.messages!
    expect(message).toMatchObject({ atMs, sequence })
    expect(message!.readings).toHaveLength(readings.length)
    for (const reading of readings) {
      expect(message!.readings).toContainEqual(expect.objectContaining(stored(reading)))
    }
  })

  test.each<[KindName, SensorReading[]]>([
    ['oximeter', [off('oxygenSaturation'), off('heartRate')]],
    ['ring', [off('oxygenSaturation'), off('heartRate'), off('bodyTemperature')]],
    ['chestStrap', [off('heartRate')]],
    ['gattCuff', [off('systolicBloodPressure'), off('diastolicBloodPressure')]],
    ['band', [off('heartRate')]],
  ])('%s: a sensor that is off is no value to the gateway', (kind, readings) => {
    const [message] = decoded(kind, readings)!.messages!
    for (const { quality, value } of message!.readings) {
      expect(['noSignal', 'invalid']).toContain(quality)
      expect(value).toBe(0)
    }
  })

  test('native JSON says that a reading was shaken, the Bluetooth cuff that the arm moved', () => {
    const shaken = (reading: SensorReading): SensorReading => ({ ...reading, quality: 'questionable' })
    const cuff = [shaken(good('systolicBloodPressure', 131)), shaken(good('diastolicBloodPressure', 84))]
    for (const kind of ['cuff', 'gattCuff'] as const) {
      const [message] = decoded(kind, cuff)!.messages!
      expect(message!.readings.map(({ quality }) => quality)).toEqual(['questionable', 'questionable'])
    }
  })

  test('a glucose sequence wraps as its sixteen bits do', () => {
    expect(decoded('glucoseMeter', [good('glucose', 99)], 65_536 + 7)!.messages![0]!.sequence).toBe(7)
  })

  test.each(KIND_NAMES)('%s: a day of it is understood to the last message', (kind) => {
    const relay = { prefix: 'home', address: 'C0FFEE000001' }
    const wearable = createWearable({
      id: 'w-1',
      kind,
      body: createBody({ person: person(), utcOffsetMs: 0 }),
      chance: createChance('day'),
      relay,
    })
    const refusals = []
    const stepMs = Math.max(60_000, wearable.intervalMs)
    for (let atMs = AT_MS; atMs < AT_MS + 86_400_000; atMs += stepMs) {
      for (const { topic, payload } of wearable.measure(atMs, atMs)) {
        const own = deviceRoute('w-1', topic)
        const route = own.channel === CHANNEL.foreign ? bridgeRoute('home', topic) : own
        const { refusal } = decodeWith(codecs[route.channel] as Codec, payload, { subtopic: route.subtopic })
        if (refusal) refusals.push(refusal)
      }
    }
    expect(refusals).toEqual([])
  })
})
