/**
 * The PUBLISH packets of one device, encoded once: only sequence and time are written anew for each message, so
 * that every message is unique and later than the one before it, in this run and in those before.
 */
import { vitalsTopic } from '../../../devices/topic.ts'

/** What four sensors of one wearable say; a message of n readings has the first n. */
const READINGS = [
  { vital: 'heartRate', value: 72, unit: '/min' },
  { vital: 'oxygenSaturation', value: 97.5, unit: '%' },
  { vital: 'respiratoryRate', value: 16, unit: '/min' },
  { vital: 'bodyTemperature', value: 36.8, unit: 'Cel' },
]

/** Seven digits from the first message to the last. */
const FIRST_SEQUENCE = 1_000_000
const SEQUENCE_DIGITS = 7
const DAY_MS = 86_400_000
const PUBLISH_QOS_1 = 0x32

export interface VitalsFrames {
  /** Frame after frame, all of one length; frame i has packet id i + 1. */
  readonly bytes: Buffer
  readonly frameBytes: number
  readonly payloadBytes: number
  /** No message may be dated before this. */
  startFrom(atMs: number): void
  /** Writes the next message into frame i. */
  prepare(frame: number): void
}

export interface VitalsFramesOptions {
  readonly deviceId: string
  readonly readings: number
  readonly frames: number
}

function writeDigits(bytes: Buffer, start: number, width: number, value: number): void {
  let rest = value
  for (let at = start + width - 1; at >= start; at--) {
    const tens = (rest / 10) | 0
    bytes[at] = 0x30 + rest - tens * 10
    rest = tens
  }
}

export function nativePayload(readings: number): string {
  const at = new Date(0).toISOString()
  return JSON.stringify({ seq: FIRST_SEQUENCE, at, readings: READINGS.slice(0, readings) })
}

/** Topic and payload of one message as MQTT 3.1.1 section 3.3 lays them out; below 16 KiB. */
function publishFrame(
  topic: string,
  payload: string,
): { frame: Buffer; packetIdAt: number; payloadAt: number } {
  const remaining = 2 + topic.length + 2 + payload.length
  const header =
    remaining < 128 ? [PUBLISH_QOS_1, remaining] : [PUBLISH_QOS_1, (remaining & 127) | 128, remaining >> 7]
  const packetIdAt = header.length + 2 + topic.length
  const frame = Buffer.alloc(header.length + remaining)
  frame.set(header)
  frame.writeUInt16BE(topic.length, header.length)
  frame.write(topic, header.length + 2, 'latin1')
  frame.write(payload, packetIdAt + 2, 'latin1')
  return { frame, packetIdAt, payloadAt: packetIdAt + 2 }
}

export function createVitalsFrames({ deviceId, readings, frames }: VitalsFramesOptions): VitalsFrames {
  const payload = nativePayload(readings)
  const { frame, packetIdAt, payloadAt } = publishFrame(vitalsTopic(deviceId), payload)
  const frameBytes = frame.length
  const bytes = Buffer.allocUnsafeSlow(frames * frameBytes)
  for (let i = 0; i < frames; i++) {
    frame.writeUInt16BE(i + 1, packetIdAt)
    frame.copy(bytes, i * frameBytes)
  }
  const sequenceAt = payloadAt + payload.indexOf(String(FIRST_SEQUENCE))
  const timeAt = payloadAt + payload.indexOf('1970-')
  const dayOfFrame = new Int32Array(frames)
  let sequence = FIRST_SEQUENCE
  let atMs = 0
  let day = 0
  let midnightMs = 0
  let date = '1970-01-01'

  function enterDay(): void {
    day = Math.floor(atMs / DAY_MS)
    midnightMs = day * DAY_MS
    date = new Date(midnightMs).toISOString().slice(0, 10)
  }

  return {
    bytes,
    frameBytes,
    payloadBytes: payload.length,
    startFrom(earliestMs) {
      atMs = Math.max(atMs, earliestMs)
    },
    prepare(index) {
      const start = index * frameBytes
      sequence++
      atMs++
      if (sequence >= 10 ** SEQUENCE_DIGITS)
        throw new Error('a device has no more sequence numbers of this width')
      writeDigits(bytes, start + sequenceAt, SEQUENCE_DIGITS, sequence)
      if (atMs >= midnightMs + DAY_MS) enterDay()
      if (dayOfFrame[index] !== day) {
        bytes.write(date, start + timeAt, 'latin1')
        dayOfFrame[index] = day
      }
      // HH:mm:ss.sss behind the date and its T
      const ofDayMs = atMs - midnightMs
      const second = (ofDayMs / 1000) | 0
      const minute = (second / 60) | 0
      const hour = (minute / 60) | 0
      writeDigits(bytes, start + timeAt + 11, 2, hour)
      writeDigits(bytes, start + timeAt + 14, 2, minute - hour * 60)
      writeDigits(bytes, start + timeAt + 17, 2, second - minute * 60)
      writeDigits(bytes, start + timeAt + 20, 3, ofDayMs - second * 1000)
    },
  }
}
