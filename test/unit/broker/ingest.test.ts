import { expect, test } from '@jest/globals'
import { type IngestLane, takeIngest } from '../../../broker/ingest.ts'
import type { LaneHost } from '../../../broker/laneHost.ts'
import { LIMITS } from '../../../broker/limits.ts'
import { TopicRoutes } from '../../../broker/topicRoutes.ts'
import { CHANNEL } from '../../../devices/topic.ts'
import { createIntakeDouble } from '../../support/intakeDouble.ts'
import { frame } from '../../support/mqttBytes.ts'
import { publishPacket } from '../../support/mqttSocket.ts'

function createLane(allowance = 1000) {
  const intake = createIntakeDouble({ alone: false })
  const copies: number[] = []
  const host = {
    intake: {
      ...intake,
      closeRun(chunk: Uint8Array, end: number) {
        copies.push(end)
        intake.closeRun(chunk, end)
      },
    },
    limits: LIMITS,
    header: { bodyStart: 0, end: 0 },
    places: { topicStart: 0, topicEnd: 0, packetId: 0, payloadStart: 0 },
  } as unknown as LaneHost
  const lane: IngestLane = {
    host,
    principal: { id: 'dev-1', kind: 'device', number: 3, credential: '', prefix: '', messagesPerSecond: 0 },
    routes: new TopicRoutes(
      (topic) => (topic === 'status' ? 'forward' : { channel: CHANNEL.native, subtopic: '' }),
      8,
    ),
    awaitingSession: 0,
    arrivals: 0,
    isHeld: false,
    allowance: () => allowance,
    hold: () => Object.assign(lane, { isHeld: true }),
    took: () => {},
    takesQos2: () => true,
    arrivedQos2: () => {},
    acknowledge: () => {},
    resume: () => {},
  }
  return { lane, intake, copies }
}

const reading = (packetId: number) => publishPacket('vitals', `reading ${packetId}`, { packetId })

test('twenty messages cross with one copy', () => {
  const { lane, intake, copies } = createLane()
  const chunk = Buffer.concat(Array.from({ length: 20 }, (_, i) => reading(i + 1)))
  expect(takeIngest(lane, chunk, 0)).toBe(chunk.length)
  expect(copies).toEqual([chunk.length])
  expect(
    intake.messages.map(({ payload, packetId, device }) => [payload.toString(), packetId, device]),
  ).toEqual(Array.from({ length: 20 }, (_, i) => [`reading ${i + 1}`, i + 1, 3]))
})

test.each([
  ['a packet for aedes', publishPacket('status', 'on')],
  ['a packet of another kind', frame(0xc0)],
  ['a packet that is cut', reading(9).subarray(0, 12)],
  ['a packet id 0', reading(0x0101).map((byte) => (byte === 1 ? 0 : byte))],
  ['a payload above the limit', publishPacket('vitals', Buffer.alloc(LIMITS.payloadBytes + 1))],
])('a run ends before %s', (_name, other) => {
  const { lane, intake, copies } = createLane()
  const run = Buffer.concat([reading(1), reading(2)])
  const chunk = Buffer.concat([run, other])
  expect(takeIngest(lane, chunk, 0)).toBe(run.length)
  expect(copies).toEqual([run.length])
  expect(takeIngest(lane, chunk, run.length)).toBe(run.length)
  expect(intake.messages.length).toBe(2)
  expect(lane.isHeld).toBe(false)
})

test('what is not allowed now is left, and the lane held', () => {
  const { lane, intake } = createLane(2)
  const chunk = Buffer.concat([reading(1), reading(2), reading(3)])
  expect(takeIngest(lane, chunk, 0)).toBe(2 * reading(1).length)
  expect(intake.messages.length).toBe(2)
  expect(lane.isHeld).toBe(true)
})

test('QoS 1 waits for what aedes owes, QoS 0 does not', () => {
  const { lane, intake } = createLane()
  Object.assign(lane, { awaitingSession: 1 })
  const first = publishPacket('vitals', 'a', { qos: 0 })
  expect(takeIngest(lane, Buffer.concat([first, reading(1)]), 0)).toBe(first.length)
  expect(intake.messages.length).toBe(1)
  expect(lane.isHeld).toBe(true)
})
