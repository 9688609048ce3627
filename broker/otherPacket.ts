/** One packet that the ingest loop left: incomplete, wrong, part of a QoS 2 exchange, or one for aedes. */
import { CHANNEL } from '../devices/topic.ts'
import { checkBody, checkFirstByte, checkLength, checkPublish } from './frame.ts'
import { HEADER, readFrameHeader } from './frameHeader.ts'
import type { IngestLane } from './ingest.ts'
import { takeIngest } from './ingest.ts'
import { FROM_DUP, HAS_PACKET_ID } from './intake.ts'
import { acknowledgement, PACKET } from './packet.ts'
import type { PartialFrame } from './partialFrame.ts'
import type { Qos2 } from './qos2.ts'
import type { RefusedPacket } from './refusedPacket.ts'
import { FORWARD } from './topicRoutes.ts'

export interface OtherPacketLane extends IngestLane {
  readonly qos2: Qos2 | null
  /** Messages that await their commit. */
  readonly unacknowledged: number
  /** How many packets may go to aedes now. */
  forwardAllowance(): number
  refuse(why: RefusedPacket): void
  answer(bytes: Buffer): void
  /** @param awaitsAck whether aedes owes a PUBACK or PUBREC for it */
  /** @param packet its own bytes, not a part of what was read: aedes may keep it */
  forward(packet: Buffer, awaitsAck: boolean): void
  tookForwarded(): void
  /** Passes DISCONNECT on and closes. */
  disconnect(packet: Buffer): void
}

/** Instead of an offset: the packet goes on beyond its chunk, or must be put together for its size. */
export const INCOMPLETE = -1

/** @returns offset after the packet, INCOMPLETE, or `start` where it is not taken: lane held, or closed */
export function takeOther(lane: OtherPacketLane, chunk: Buffer, start: number): number {
  const { header, limits } = lane.host
  const first = chunk[start]!
  const status = readFrameHeader(chunk, start, chunk.length, header)
  const length = header.end - header.bodyStart
  const isBig = first >> 4 === PACKET.publish && length > limits.payloadBytes
  if (status === HEADER.incomplete) return INCOMPLETE
  if (status === HEADER.read && (isBig || header.end > chunk.length)) return INCOMPLETE
  const wrong =
    checkFirstByte(first) ??
    (status === HEADER.malformed ? 'remainingLength' : checkLength(first, length, limits))
  if (wrong !== null) {
    lane.refuse(wrong)
    return start
  }
  return takeWhole(lane, chunk, start)
}

/** The packet that was put together. @returns false where the lane holds it back for now, or has closed */
export function takeAssembled(lane: OtherPacketLane, partial: PartialFrame): boolean {
  const { bytes } = partial
  if (partial.oversize) return takeOversize(lane, bytes)
  if (takeIngest(lane, bytes, 0) > 0) return true
  return !lane.isHeld && takeWhole(lane, bytes, 0) > 0
}

function takeWhole(lane: OtherPacketLane, chunk: Buffer, start: number): number {
  const { header, limits } = lane.host
  readFrameHeader(chunk, start, chunk.length, header)
  const type = chunk[start]! >> 4
  if (type === PACKET.publish) return takePublish(lane, chunk, start)
  const wrong = checkBody(chunk, start, header, limits)
  if (wrong !== null) {
    lane.refuse(wrong)
    return start
  }
  const { bodyStart, end } = header
  if (type === PACKET.pubrel) {
    const packetId = chunk.readUInt16BE(bodyStart)
    if (lane.qos2?.isOpen(packetId)) return takePubrel(lane, lane.qos2, packetId) ? end : start
  }
  if (type === PACKET.disconnect) {
    lane.disconnect(Buffer.from(chunk.subarray(start, end)))
    return end
  }
  if (lane.forwardAllowance() === 0) {
    lane.hold()
    return start
  }
  lane.forward(Buffer.from(chunk.subarray(start, end)), false)
  return end
}

function takePublish(lane: OtherPacketLane, chunk: Buffer, start: number): number {
  const { authorization, header, places } = lane.host
  const wrong = checkPublish(chunk, start, header, places)
  if (wrong !== null) {
    lane.refuse(wrong)
    return start
  }
  const { end } = header
  const qos = (chunk[start]! >> 1) & 3
  if (lane.routes.channelOf(chunk, places.topicStart, places.topicEnd) !== FORWARD) {
    return repeatPubrec(lane, places.packetId) ? end : start
  }
  // Its PUBACK must not overtake those of earlier packets that await their commit [MQTT-4.6.0-2], [MQTT-4.6.0-3].
  const mayPass = lane.allowance() > 0 && lane.forwardAllowance() > 0
  if (!mayPass || (qos !== 0 && lane.unacknowledged > 0)) {
    lane.hold()
    return start
  }
  const packet = Buffer.from(chunk.subarray(start, end))
  if (!authorization.retain) packet[0]! &= 0xfe
  lane.tookForwarded()
  lane.forward(packet, qos !== 0)
  return end
}

/** A PUBLISH whose packet id is open: not a second message, and PUBREC again once the first is committed. */
function repeatPubrec(lane: OtherPacketLane, packetId: number): boolean {
  if (!lane.qos2?.isOpen(packetId)) {
    lane.refuse('openQos2')
    return false
  }
  if (lane.unacknowledged > 0 || lane.awaitingSession > 0) {
    lane.hold()
    return false
  }
  lane.answer(acknowledgement(PACKET.pubrec, packetId))
  return true
}

/** PUBREL of a packet that aedes never saw. */
function takePubrel(lane: OtherPacketLane, qos2: Qos2, packetId: number): boolean {
  if (!qos2.isCommitted(packetId)) {
    lane.hold()
    return false
  }
  qos2.release(packetId)
  lane.answer(acknowledgement(PACKET.pubcomp, packetId))
  return true
}

/** What was kept of a payload above the limit: closing would make the client send it again, for ever. */
function takeOversize(lane: OtherPacketLane, kept: Buffer): boolean {
  const { header, places, intake } = lane.host
  readFrameHeader(kept, 0, kept.length, header)
  const wrong = checkPublish(kept, 0, header, places)
  if (wrong !== null) {
    lane.refuse(wrong)
    return false
  }
  const { topicStart, topicEnd, payloadStart, packetId } = places
  const qos = (kept[0]! >> 1) & 3
  if (qos === 2 && !lane.takesQos2(packetId)) return repeatPubrec(lane, packetId)
  if (lane.allowance() === 0 || (qos !== 0 && lane.awaitingSession > 0)) {
    lane.hold()
    return false
  }
  if (!intake.hasRoom(kept.length)) {
    lane.hold()
    intake.waitForRoom(lane)
    return false
  }
  if (qos === 2) lane.arrivedQos2(packetId, lane.arrivals)
  const flags = ((kept[0]! & 0x08) === 0 ? 0 : FROM_DUP) | (qos === 0 ? 0 : HAS_PACKET_ID)
  intake.openRun(lane, 0)
  intake.addMessage(
    topicStart,
    topicEnd,
    payloadStart,
    kept.length,
    lane.principal.number,
    CHANNEL.oversize,
    packetId,
    flags,
  )
  intake.closeRun(kept, kept.length)
  lane.took(1)
  return true
}
