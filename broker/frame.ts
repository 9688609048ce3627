/** Checks of one packet from a connected client, with the clause of MQTT 3.1.1 that each obeys. */
import type { FrameHeader, PublishPlaces } from './frameHeader.ts'
import { readPublish } from './frameHeader.ts'
import type { Limits } from './limits.ts'
import { isText, isTopicFilter, isTopicName } from './mqttText.ts'
import { PACKET } from './packet.ts'
import type { RefusedPacket } from './refusedPacket.ts'

const SLASH = 0x2f

/** The first byte alone; a client that speaks something else is found here, before any length is believed. */
export function checkFirstByte(first: number): RefusedPacket | null {
  const type = first >> 4
  const flags = first & 0x0f
  switch (type) {
    case PACKET.connect:
      return 'secondConnect' // [MQTT-3.1.0-2]
    case PACKET.publish:
      if ((flags & 0x06) === 0x06) return 'qos' // [MQTT-3.3.1-4]
      if ((flags & 0x0e) === 0x08) return 'duplicateFlag' // [MQTT-3.3.1-2]
      return null
    case PACKET.pubrel: // [MQTT-3.6.1-1]
    case PACKET.subscribe: // [MQTT-3.8.1-1]
    case PACKET.unsubscribe: // [MQTT-3.10.1-1]
      return flags === 0x02 ? null : 'reservedFlags'
    case PACKET.puback:
    case PACKET.pubrec:
    case PACKET.pubcomp:
    case PACKET.pingreq:
    case PACKET.disconnect: // [MQTT-3.14.1-1]
      return flags === 0 ? null : 'reservedFlags' // [MQTT-2.2.2-2]
    default:
      return 'packetType' // reserved, or what only a server sends: table 2.1
  }
}

/** The remaining length, before a byte of the body is kept. */
export function checkLength(first: number, length: number, limits: Limits): RefusedPacket | null {
  switch (first >> 4) {
    case PACKET.publish:
      return length > limits.frameBytes ? 'tooLong' : length < 2 ? 'packetLength' : null
    case PACKET.subscribe:
    case PACKET.unsubscribe:
      return length > limits.filtersBytes ? 'tooLong' : length < 2 ? 'packetLength' : null
    case PACKET.pingreq:
    case PACKET.disconnect:
      return length === 0 ? null : 'packetLength'
    default:
      return length === 2 ? null : 'packetLength'
  }
}

/** A whole PUBLISH; its first byte has been checked. Fills `places`. */
export function checkPublish(
  chunk: Buffer,
  start: number,
  header: FrameHeader,
  places: PublishPlaces,
): RefusedPacket | null {
  if (!readPublish(chunk, start, header, places)) return 'packetLength'
  const { topicStart, topicEnd } = places
  if (!isText(chunk, topicStart, topicEnd)) return 'text' // [MQTT-3.3.2-1]
  if (!isTopicName(chunk, topicStart, topicEnd)) return 'topic' // [MQTT-3.3.2-2], [MQTT-4.7.3-1]
  if ((chunk[start]! & 0x06) !== 0 && places.packetId === 0) return 'packetId' // [MQTT-2.3.1-1]
  return null
}

/** Body of any other whole packet; first byte and length have been checked. */
export function checkBody(
  chunk: Buffer,
  start: number,
  header: FrameHeader,
  limits: Limits,
): RefusedPacket | null {
  const { bodyStart, end } = header
  if (bodyStart === end) return null
  const packetId = (chunk[bodyStart]! << 8) | chunk[bodyStart + 1]!
  if (packetId === 0) return 'packetId' // [MQTT-2.3.1-1]
  const type = chunk[start]! >> 4
  if (type !== PACKET.subscribe && type !== PACKET.unsubscribe) return null
  return checkFilters(chunk, bodyStart + 2, end, type === PACKET.subscribe, limits)
}

function checkFilters(
  chunk: Buffer,
  start: number,
  end: number,
  withQos: boolean,
  limits: Limits,
): RefusedPacket | null {
  if (start === end) return 'noFilter' // [MQTT-3.8.3-3], [MQTT-3.10.3-2]
  let at = start
  while (at < end) {
    if (end - at < 2) return 'packetLength'
    const filterStart = at + 2
    const filterEnd = filterStart + ((chunk[at]! << 8) | chunk[at + 1]!)
    at = withQos ? filterEnd + 1 : filterEnd
    if (at > end) return 'packetLength'
    if (!isText(chunk, filterStart, filterEnd)) return 'text' // [MQTT-3.8.3-1], [MQTT-3.10.3-1]
    if (!isTopicFilter(chunk, filterStart, filterEnd)) return 'filter' // [MQTT-4.7.1-2], [MQTT-4.7.1-3]
    if (levels(chunk, filterStart, filterEnd) > limits.filterLevels) return 'filter'
    if (withQos && chunk[filterEnd]! > 2) return 'requestedQos' // [MQTT-3.8.3-4]
  }
  return null
}

function levels(chunk: Buffer, start: number, end: number): number {
  let count = 1
  for (let at = start; at < end; at++) if (chunk[at] === SLASH) count++
  return count
}
