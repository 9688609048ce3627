import { describe, expect, test } from '@jest/globals'
import mqttPacket, { type IPublishPacket } from 'mqtt-packet'
import { createVitalsFrames, nativePayload } from '../../bench/load/vitalsFrames.ts'

interface Payload {
  readonly seq: number
  readonly at: string
  readonly readings: readonly object[]
}

function parse(bytes: Buffer): IPublishPacket[] {
  const packets: IPublishPacket[] = []
  const parser = mqttPacket.parser({ protocolVersion: 4 })
  parser.on('packet', (packet) => packets.push(packet as IPublishPacket))
  parser.parse(bytes)
  return packets
}

function payloadOf(packet: IPublishPacket): Payload {
  return JSON.parse(String(packet.payload)) as Payload
}

describe('pre-encoded frames', () => {
  test('are QoS 1 PUBLISH packets on the own topic, with ids from 1 on', () => {
    const frames = createVitalsFrames({ deviceId: 'device-1', readings: 1, frames: 3 })
    for (const frame of [0, 1, 2]) frames.prepare(frame)
    const packets = parse(frames.bytes)
    expect(packets.map(({ topic, qos, messageId }) => [topic, qos, messageId])).toEqual([
      ['v1/device-1/vitals', 1, 1],
      ['v1/device-1/vitals', 1, 2],
      ['v1/device-1/vitals', 1, 3],
    ])
  })

  test('never repeat a sequence or a time, however often a frame is used', () => {
    const frames = createVitalsFrames({ deviceId: 'device-1', readings: 2, frames: 4 })
    frames.startFrom(Date.UTC(2026, 10, 20, 23, 59, 59, 990))
    const sent: Payload[] = []
    for (let i = 0; i < 40; i++) {
      const frame = i % 4
      frames.prepare(frame)
      const { bytes, frameBytes } = frames
      sent.push(payloadOf(parse(bytes.subarray(frame * frameBytes, (frame + 1) * frameBytes))[0]!))
    }
    const firstMs = Date.UTC(2026, 10, 20, 23, 59, 59, 991)
    expect(sent.map(({ at }) => at)).toEqual(sent.map((_, i) => new Date(firstMs + i).toISOString()))
    expect(sent.map(({ seq }) => seq - sent[0]!.seq)).toEqual(sent.map((_, i) => i))
    expect(sent.every(({ readings }) => readings.length === 2)).toBe(true)
  })

  test('are dated after earlier runs even where those ran ahead of the clock', () => {
    const frames = createVitalsFrames({ deviceId: 'device-1', readings: 1, frames: 1 })
    frames.startFrom(5000)
    frames.prepare(0)
    frames.startFrom(4000)
    frames.prepare(0)
    expect(payloadOf(parse(frames.bytes)[0]!).at).toBe(new Date(5002).toISOString())
  })

  test('hold payloads of the size that the targets are stated for', () => {
    expect([nativePayload(1).length, nativePayload(4).length]).toEqual([107, 267])
  })
})
