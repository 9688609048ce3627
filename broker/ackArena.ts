/** One buffer in which all lanes gather their acks of a turn, and the flush at its end that sends them. */

export interface AckSender {
  /** Sends what was gathered. @returns true while the socket still refers to those bytes */
  flushAcks(): boolean
}

/** 64 Ki acks: more than one commit brings. */
const ARENA_BYTES = 256 * 1024

/** With small slack a lane's second run in a commit finds its place behind the first. */
const SLICE_BYTES = 16

export class AckArena {
  buffer = Buffer.allocUnsafeSlow(ARENA_BYTES)
  private used = 0
  private senders: AckSender[] = []
  private readonly flush = () => this.flushAll()

  /** The sender is asked to flush at the end of this turn. */
  enlist(sender: AckSender): void {
    if (this.senders.length === 0) queueMicrotask(this.flush)
    this.senders.push(sender)
  }

  /** @returns where `buffer` has room for that many bytes, rounded up to `sliceLength` */
  reserve(bytes: number): number {
    const length = this.sliceLength(bytes)
    if (this.used + length > this.buffer.length) {
      this.buffer = Buffer.allocUnsafeSlow(Math.max(ARENA_BYTES, length))
      this.used = 0
    }
    const start = this.used
    this.used += length
    return start
  }

  sliceLength(bytes: number): number {
    return Math.ceil(bytes / SLICE_BYTES) * SLICE_BYTES
  }

  private flushAll(): void {
    const due = this.senders
    this.senders = []
    let referred = false
    for (const sender of due) referred = sender.flushAcks() || referred
    // What a slow socket has yet to send must not be written over.
    if (referred) this.buffer = Buffer.allocUnsafeSlow(ARENA_BYTES)
    this.used = 0
  }
}
