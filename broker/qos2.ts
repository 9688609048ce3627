/** QoS 2 PUBLISH packets that one lane took itself, from PUBLISH to PUBREL (section 4.3.3, method B). */

/**
 * Acks come back in the order of arrival, so an arrival's ordinal says whether PUBREC or PUBACK is due, whatever
 * packet ids a client may have mixed up.
 */
export class Qos2 {
  /** Packet id -> committed. */
  private readonly open = new Map<number, boolean>()
  /** Ordinals of what awaits its commit, ascending; `head` is the first that still counts. */
  private awaited: number[] = []
  private head = 0

  get size(): number {
    return this.open.size
  }

  isOpen(packetId: number): boolean {
    return this.open.has(packetId)
  }

  isCommitted(packetId: number): boolean {
    return this.open.get(packetId) === true
  }

  arrived(packetId: number, ordinal: number): void {
    this.open.set(packetId, false)
    this.awaited.push(ordinal)
  }

  /** @returns true where the message with this ordinal came with QoS 2; it is committed now */
  committed(packetId: number, ordinal: number): boolean {
    if (this.awaited[this.head] !== ordinal) return false
    this.head++
    if (this.head === this.awaited.length) {
      this.awaited = []
      this.head = 0
    }
    this.open.set(packetId, true)
    return true
  }

  release(packetId: number): void {
    this.open.delete(packetId)
  }
}
