/** The port behind the lane: where whole runs of ingest PUBLISH frames go, and from where their acks come. */

/** Bits of a message's flags. */
export const FROM_DUP = 1
export const HAS_PACKET_ID = 2

/** What the intake calls back; implemented by the lane of one socket. */
export interface AckTarget {
  /**
   * These messages are committed: PUBACK or PUBREC for each packet id that is not 0 (QoS 0).
   * @param packetIds in the order of arrival; only [from, to) is this lane's
   */
  acknowledge(packetIds: Uint16Array, from: number, to: number): void
  /** There is room again: read on. */
  resume(): void
}

/**
 * Group commit as seen from the broker. A run is a stretch of one chunk that holds nothing but ingest PUBLISH
 * frames; it crosses with one copy.
 *
 *   if (!intake.hasRoom(bytes)) { intake.waitForRoom(lane); pause }
 *   intake.openRun(lane, runStart)
 *   intake.addMessage(…) for each frame
 *   intake.closeRun(chunk, runEnd)
 */
export interface Intake {
  /** True when a run of that many bytes, and as many messages as can be in it, fits the open batch. */
  hasRoom(bytes: number): boolean
  /** Calls `lane.resume()` once there is room. */
  waitForRoom(lane: AckTarget): void
  /** @param start offset in the chunk where the run begins */
  openRun(lane: AckTarget, start: number): void
  /**
   * One message of the open run; offsets are the chunk's.
   * @param device number of the principal, see Principal
   * @param channel number from CHANNEL
   * @param packetId 1 to 65535, 0 for QoS 0
   * @param flags FROM_DUP, HAS_PACKET_ID
   */
  addMessage(
    topicStart: number,
    topicEnd: number,
    payloadStart: number,
    payloadEnd: number,
    device: number,
    channel: number,
    packetId: number,
    flags: number,
  ): void
  /** Copies [start, end) of the chunk; the messages are now on their way. */
  closeRun(chunk: Uint8Array, end: number): void
  /** A clean session began: packet ids seen before mean nothing any more. */
  forgetSession(device: number): void
}
