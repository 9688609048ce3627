/** One payload as it lies in a slot; the same object for all, refilled for each. */
import type { SlotView } from './slot.ts'
import { WORD, WORDS } from './slot.ts'

export interface Frame {
  payload: Uint8Array
  receivedAtMs: number
  /** The sender's number: a device, or a bridge. */
  sender: number
  /** Number from CHANNEL. */
  channel: number
  /** 0: QoS 0. */
  packetId: number
  /** FROM_DUP, HAS_PACKET_ID. */
  flags: number
  topicStart: number
  topicLength: number
}

export function createFrame(): Frame {
  return {
    payload: new Uint8Array(0),
    receivedAtMs: 0,
    sender: 0,
    channel: 0,
    packetId: 0,
    flags: 0,
    topicStart: 0,
    topicLength: 0,
  }
}

export function readFrame(slot: SlotView, message: number, frame: Frame): void {
  const { words } = slot
  const word = message * WORDS
  const start = words[word + WORD.payloadStart]
  const packet = words[word + WORD.packet]
  frame.payload = slot.bytes.subarray(start, start + words[word + WORD.payloadLength])
  frame.receivedAtMs = slot.firstReceivedAtMs[0] + words[word + WORD.receivedAfterMs]
  frame.sender = words[word + WORD.device]
  frame.channel = (packet >>> 8) & 0xff
  frame.packetId = packet >>> 16
  frame.flags = packet & 0xff
  frame.topicStart = words[word + WORD.topicStart]
  frame.topicLength = words[word + WORD.topicLength]
}

/** Our own topics are shorter by far; of others the beginning says enough, and no quota holds them. */
const SHOWN_TOPIC_CHARACTERS = 200

export function shownTopicOf(slot: SlotView, frame: Frame): string {
  const topic = topicOf(slot, frame)
  return topic.length > SHOWN_TOPIC_CHARACTERS ? `${topic.slice(0, SHOWN_TOPIC_CHARACTERS - 1)}…` : topic
}

export function topicOf(slot: SlotView, frame: Frame): string {
  return slot.bytes.toString('utf8', frame.topicStart, frame.topicStart + frame.topicLength)
}
