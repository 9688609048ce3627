import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { MqttClient } from 'mqtt'
import type { DeviceError } from '../../gateway/errorTopic.ts'
import { eventually } from '../support/eventually.ts'
import { heartRate, message } from '../support/message.ts'
import { createTestGateway, type TestGateway } from '../support/testGateway.ts'

const NOW = Date.now()
const AT = new Date(NOW).toISOString()
const good = (seq: number) => JSON.stringify(message(seq, NOW + seq, heartRate(72)))
const withReading = (reading: string) => `{"seq":1,"at":"${AT}","readings":[${reading}]}`

/** [what, payload, code, field] */
const BAD: readonly [string, string | Uint8Array, string, string][] = [
  ['NaN', withReading('{"vital":"heartRate","value":NaN,"unit":"/min"}'), 'notANumber', 'readings[0].value'],
  [
    '1e309',
    withReading('{"vital":"heartRate","value":1e309,"unit":"/min"}'),
    'notANumber',
    'readings[0].value',
  ],
  [
    'a string for a number',
    withReading('{"vital":"heartRate","value":"72","unit":"/min"}'),
    'wrongType',
    'readings[0].value',
  ],
  [
    'a wrong unit',
    withReading('{"vital":"heartRate","value":72,"unit":"mm[Hg]"}'),
    'wrongUnit',
    'readings[0].unit',
  ],
  [
    'an unknown vital',
    withReading('{"vital":"aura","value":72,"unit":"/min"}'),
    'unknownVital',
    'readings[0].vital',
  ],
  [
    'an implausible value',
    withReading('{"vital":"oxygenSaturation","value":140,"unit":"%"}'),
    'notPlausible',
    'readings[0].value',
  ],
  [
    'half a pair',
    withReading('{"vital":"systolicBloodPressure","value":120,"unit":"mm[Hg]"}'),
    'incompletePair',
    'readings',
  ],
  ['depth', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'tooDeep', 'a[0][0][0][0][0][0][0]'],
  [
    '60 kB of nothing',
    `{"seq":1,"at":"${AT}","note":"${'x'.repeat(60_000)}","readings":[]}`,
    'unknownField',
    'note',
  ],
  ['200 kB', 'x'.repeat(200_000), 'tooLarge', ''],
  ['a key twice', `{"seq":1,"seq":2,"at":"${AT}","readings":[]}`, 'duplicateField', 'seq'],
  ['a prototype key', `{"__proto__":{},"seq":1,"at":"${AT}","readings":[]}`, 'unknownField', '__proto__'],
  ['bad UTF-8', Uint8Array.of(0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d), 'notUtf8', ''],
  [
    'a date that is none',
    `{"seq":1,"at":"2026-02-30T00:00:00Z","readings":[${JSON.stringify(heartRate(72))}]}`,
    'badTime',
    'at',
  ],
  [
    "another device's id",
    `{"deviceId":"bad-2","seq":1,"at":"${AT}","readings":[]}`,
    'unknownField',
    'deviceId',
  ],
  ['an empty payload', '', 'notJson', ''],
]

let house: TestGateway
let device: MqttClient
let told: DeviceError[]

beforeAll(async () => {
  house = await createTestGateway()
  device = await house.connectDevice('bad-1')
  told = []
  device.on('message', (_topic, payload) => void told.push(JSON.parse(payload.toString()) as DeviceError))
  await device.subscribeAsync('v1/bad-1/errors')
})

afterAll(() => house.close())

describe('a payload that can not be accepted is acknowledged, quarantined with its field, told, and the connection stays (promise 2)', () => {
  test.each(BAD)('%s', async (_what, payload, code, field) => {
    const before = told.length
    await device.publishAsync('v1/bad-1/vitals', Buffer.from(payload), { qos: 1 })
    const error = await eventually(() => told[before])
    expect(error).toMatchObject({ code, field, topic: 'v1/bad-1/vitals' })
    const { refused } = (await house.json('/api/v1/quarantine?limit=1')) as {
      refused: Record<string, unknown>[]
    }
    expect(refused[0]).toMatchObject({ deviceId: 'bad-1', position: error.position, code })
    expect(device.connected).toBe(true)
  })

  test.each([0, 1, 2] as const)(
    'with QoS %i alike, and the good message behind it is stored',
    async (qos) => {
      const before = told.length
      const { lastPosition } = house.gateway.reader
      const position = await lastPosition()
      await device.publishAsync('v1/bad-1/vitals', '{', { qos })
      await device.publishAsync('v1/bad-1/vitals', good(100 + qos), { qos: 1 })
      await eventually(() => told[before])
      const entries = await house.gateway.reader.entriesAfter(position, 10)
      expect(entries.map(({ kind }) => kind).sort()).toEqual(['message', 'refusal'])
    },
  )

  test.each(['v1/bad-2/vitals', 'v1/bad-1/vital', 'vitals', 'v1/bad-1/errors'])(
    'published on %s, which is no topic of its own',
    async (topic) => {
      const before = told.length
      await device.publishAsync(topic, good(200), { qos: 1 })
      expect(await eventually(() => told[before])).toMatchObject({ field: 'topic', topic })
      expect(device.connected).toBe(true)
    },
  )

  test('nothing that was quarantined is among the readings', async () => {
    const entries = await house.gateway.reader.entriesAfter(0, 1000)
    const sequences = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message.sequence] : []))
    expect(sequences).toEqual([100, 101, 102])
  })
})
