import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { io, type Socket } from 'socket.io-client'
import Value from 'typebox/value'
import {
  type GatewayStatus,
  type LiveReading,
  PresenceNews,
  QuarantineBatch,
  ReadingBatch,
  type ServerEvents,
  GatewayStatus as StatusSchema,
} from '../../gateway/live/channels.ts'
import { eventually } from '../support/eventually.ts'
import { heartRate, message, oxygenSaturation } from '../support/message.ts'
import { createTestGateway, type TestGateway } from '../support/testGateway.ts'

let house: TestGateway
let screen: Socket<ServerEvents, Record<never, never>>
const batches: ReadingBatch[] = []
const refused: QuarantineBatch[] = []
const presence: PresenceNews[] = []
const statuses: GatewayStatus[] = []
const revisions: number[] = []

beforeAll(async () => {
  house = await createTestGateway()
  screen = io(house.url(''), { transports: ['websocket'], reconnection: false })
  screen.on('readings', (batch) => batches.push(batch))
  screen.on('quarantined', (batch) => refused.push(batch))
  screen.on('presence', (news) => presence.push(news))
  screen.on('status', (status) => statuses.push(status))
  screen.on('directory', ({ revision }) => revisions.push(revision))
  await eventually(() => screen.connected)
})

afterAll(async () => {
  screen.close()
  await house.close()
})

function heard(): LiveReading[] {
  return batches.flatMap(({ readings }) => readings)
}

test('a published reading is on a screen within a second, as it was stored', async () => {
  const device = await house.connectDevice('live-1')
  const atMs = Date.now()
  await device.publishAsync(
    'v1/live-1/vitals',
    JSON.stringify(message(1, atMs, heartRate(72), oxygenSaturation(97.5))),
    { qos: 1 },
  )
  const readings = await eventually(() => (heard().length === 2 ? heard() : null), 1000)
  expect(readings).toMatchObject([
    { deviceId: 'live-1', patientId: null, vital: 'heartRate', value: 72, unit: '/min', late: false },
    { vital: 'oxygenSaturation', value: 97.5, unit: '%', ageBasis: 'measured' },
  ])
  expect(readings[0]!.measuredAt).toBe(new Date(atMs).toISOString())
  expect(batches.every((batch) => Value.Check(ReadingBatch, batch))).toBe(true)
})

test('a refused payload is told with its reason, without its bytes', async () => {
  const device = await house.connectDevice('live-1')
  await device.publishAsync('v1/live-1/vitals', '{"readings":[{"vital":"mood","value":7}]}', { qos: 1 })
  const [batch] = await eventually(() => (refused.length > 0 ? refused : null), 2000)
  expect(batch!.refused).toMatchObject([
    { deviceId: 'live-1', code: 'unknownVital', field: 'readings[0].vital', sizeBytes: 41 },
  ])
  expect(Value.Check(QuarantineBatch, batch)).toBe(true)
})

test('who comes and goes, and what changed in the directory, is told', async () => {
  const device = await house.connectDevice('live-2')
  await eventually(() => revisions.length > 0)
  await device.endAsync()
  const ofDevice = () => presence.filter(({ deviceId }) => deviceId === 'live-2').map(({ state }) => state)
  await eventually(() => ofDevice().length === 2)
  expect(ofDevice()).toEqual(['connected', 'disconnected'])
  expect(presence.every((news) => Value.Check(PresenceNews, news))).toBe(true)
})

test('the gateway says each second how it is', async () => {
  const before = statuses.length
  await eventually(() => statuses.length >= before + 2, 4000)
  const last = statuses.at(-1)!
  expect(Value.Check(StatusSchema, last)).toBe(true)
  expect(last).toMatchObject({ position: 2, storeFailingSince: null })
  const [earlier, later] = statuses.slice(-2).map(({ at }) => Date.parse(at))
  expect(later! - earlier!).toBeLessThan(2000)
})

test('a flood is told whole or with how much was passed over, its end always', async () => {
  const device = await house.connectDevice('live-1')
  const from = batches.at(-1)!.to
  const startMs = Date.now()
  await Promise.all(
    Array.from({ length: 3000 }, (_, i) =>
      device.publishAsync('v1/live-1/vitals', JSON.stringify(message(10 + i, startMs + i, heartRate(60))), {
        qos: 1,
      }),
    ),
  )
  const last = await house.gateway.reader.lastPosition()
  await eventually(() => batches.at(-1)!.to === last)
  const flood = batches.filter(({ to }) => to > from)
  for (const [i, { after }] of flood.entries()) if (i > 0) expect(after).toBe(flood[i - 1]!.to)
  const told = flood.reduce(
    (sum, { readings, coalesced, skipped }) => sum + readings.length + coalesced + skipped,
    0,
  )
  expect(told).toBe(3000)
  expect(heard().at(-1)).toMatchObject({ position: last, value: 60 })
})
