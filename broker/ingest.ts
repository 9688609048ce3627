/** The loop that every reading passes: whole runs of ingest PUBLISH packets go from a chunk to the intake. */
import { HEADER, readFrameHeader, readPublish } from './frameHeader.ts'
import type { AckTarget } from './intake.ts'
import { FROM_DUP, HAS_PACKET_ID } from './intake.ts'
import type { LaneHost } from './laneHost.ts'
import { PACKET } from './packet.ts'
import type { Principal } from './ports.ts'
import type { TopicRoutes } from './topicRoutes.ts'

/** One connected device, as seen from this loop. */
export interface IngestLane extends AckTarget {
  readonly host: LaneHost
  readonly principal: Principal
  readonly routes: TopicRoutes
  /** QoS 1 and 2 packets that aedes has yet to acknowledge. */
  readonly awaitingSession: number
  /** Ordinal of the next message. */
  readonly arrivals: number
  /** How many messages may be taken now: not too many unacknowledged, not above the device's rate. */
  allowance(): number
  readonly isHeld: boolean
  /** Stops reading until something wakes the lane. */
  hold(): void
  took(messages: number): void
  /** False where this packet id is open already, or too many are: not a message to take. */
  takesQos2(packetId: number): boolean
  arrivedQos2(packetId: number, ordinal: number): void
}

/**
 * Takes packets from `start` on for as long as they are whole, sound, of ordinary size, and for the pipeline.
 * @returns offset of the first packet that is left: for `otherPacket.ts`, or, where the lane is held, for later
 */
export function takeIngest(lane: IngestLane, chunk: Buffer, start: number): number {
  const { host, routes } = lane
  const { intake, header, places, limits } = host
  const device = lane.principal.number
  const limit = Math.min(chunk.length, start + limits.runBytes)
  let allowed = -1
  let count = 0
  let at = start
  while (at < limit) {
    const first = chunk[at]!
    if (first >> 4 !== PACKET.publish || readFrameHeader(chunk, at, limit, header) !== HEADER.read) break
    const { end } = header
    if (end > limit || !readPublish(chunk, at, header, places)) break
    const { topicStart, topicEnd, packetId, payloadStart } = places
    const qos = (first >> 1) & 3
    const duplicate = first & 0x08
    if (qos === 3 || (qos === 0 ? duplicate !== 0 : packetId === 0)) break
    if (end - payloadStart > limits.payloadBytes) break
    const channel = routes.channelOf(chunk, topicStart, topicEnd)
    if (channel < 0) break
    if (qos === 2 && !lane.takesQos2(packetId)) break

    if (allowed < 0) allowed = lane.allowance()
    // PUBACKs leave in the order of their PUBLISH [MQTT-4.6.0-2]: aedes owes one for an earlier packet.
    if (count === allowed || (qos !== 0 && lane.awaitingSession > 0)) {
      lane.hold()
      break
    }
    if (count === 0) {
      if (!intake.hasRoom(limit - at)) {
        lane.hold()
        intake.waitForRoom(lane)
        break
      }
      intake.openRun(lane, at)
    }
    if (qos === 2) lane.arrivedQos2(packetId, lane.arrivals + count)
    const flags = (duplicate === 0 ? 0 : FROM_DUP) | (qos === 0 ? 0 : HAS_PACKET_ID)
    intake.addMessage(topicStart, topicEnd, payloadStart, end, device, channel, packetId, flags)
    count++
    at = end
  }
  if (count > 0) {
    intake.closeRun(chunk, at)
    lane.took(count)
  }
  return at
}
