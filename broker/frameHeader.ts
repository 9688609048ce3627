/** Where one packet lies in a chunk: the fixed header of section 2.2, and the places within a PUBLISH. */

/** One for a whole broker, overwritten by every read: the loop over ingest packets allocates nothing. */
export interface FrameHeader {
  /** First byte after the fixed header. */
  bodyStart: number
  /** One past the packet's last byte; may lie beyond the chunk. */
  end: number
}

export interface PublishPlaces {
  topicStart: number
  topicEnd: number
  packetId: number
  payloadStart: number
}

export const HEADER = {
  read: 0,
  /** The chunk ends before the remaining length does. */
  incomplete: 1,
  /** A fifth byte of remaining length, section 2.2.3. */
  malformed: 2,
} as const

export function readFrameHeader(chunk: Buffer, start: number, limit: number, header: FrameHeader): number {
  let at = start + 1
  let length = 0
  let scale = 1
  for (;;) {
    if (at >= limit) return HEADER.incomplete
    const byte = chunk[at++]!
    length += (byte & 0x7f) * scale
    if (byte < 0x80) break
    if (at - start > 4) return HEADER.malformed
    scale *= 128
  }
  header.bodyStart = at
  header.end = at + length
  return HEADER.read
}

/** @returns false where topic or packet id reach beyond the packet; the packet id is 0 for QoS 0 */
export function readPublish(
  chunk: Buffer,
  start: number,
  header: FrameHeader,
  places: PublishPlaces,
): boolean {
  const { bodyStart, end } = header
  if (end - bodyStart < 2) return false
  const topicStart = bodyStart + 2
  const topicEnd = topicStart + ((chunk[bodyStart]! << 8) | chunk[bodyStart + 1]!)
  const payloadStart = (chunk[start]! & 0x06) === 0 ? topicEnd : topicEnd + 2
  if (payloadStart > end) return false
  places.topicStart = topicStart
  places.topicEnd = topicEnd
  places.payloadStart = payloadStart
  places.packetId = payloadStart === topicEnd ? 0 : (chunk[topicEnd]! << 8) | chunk[topicEnd + 1]!
  return true
}
