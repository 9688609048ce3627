/** The bytes of one lane on their way in: packets are taken from the chunk where they lie whole, else put together. */
import { takeIngest } from './ingest.ts'
import type { OtherPacketLane } from './otherPacket.ts'
import { INCOMPLETE, takeAssembled, takeOther } from './otherPacket.ts'
import { PartialFrame } from './partialFrame.ts'

export interface InputLane extends OtherPacketLane {
  readonly isOpen: boolean
  readonly isClosed: boolean
  readonly lastReceivedMs: number
  /** A whole CONNECT. */
  connect(packet: Buffer): void
}

export class LaneInput {
  private readonly lane: InputLane
  private partial: PartialFrame | null = null
  /** What was read and not yet taken while the lane is held. */
  private rest: Buffer | null = null
  private isConsuming = false
  private wasWoken = false

  constructor(lane: InputLane) {
    this.lane = lane
  }

  /** @param chunk good only until this returns: what stays is copied */
  receive(chunk: Buffer): void {
    if (this.lane.isHeld) {
      this.rest = Buffer.concat(this.rest === null ? [chunk] : [this.rest, chunk])
      return
    }
    const left = this.consume(chunk)
    if (left !== null) this.rest = Buffer.from(left)
  }

  /** @returns true where the lane is woken in the midst of a chunk; it is resumed at the end of it */
  wakesLater(): boolean {
    if (this.isConsuming) this.wasWoken = true
    return this.isConsuming
  }

  /** The lane is not held any more: takes what had to wait, for as long as that lasts. */
  goOn(): void {
    const { lane, partial, rest } = this
    if (partial !== null) {
      partial.sinceMs = lane.lastReceivedMs
      this.takePartial(partial)
    }
    if (rest === null || lane.isHeld || lane.isClosed) return
    this.rest = this.consume(rest)
  }

  /** A packet has begun, and takes longer than this and a millisecond for each of its bytes. */
  isOverdue(nowMs: number, timeoutMs: number): boolean {
    return this.partial !== null && nowMs - this.partial.sinceMs > timeoutMs + this.partial.length
  }

  clear(): void {
    this.partial = this.rest = null
  }

  /** @returns what has to wait, null where all is taken */
  private consume(chunk: Buffer): Buffer | null {
    const { lane } = this
    let at = 0
    this.isConsuming = true
    while (at < chunk.length && !lane.isHeld && !lane.isClosed) at = this.take(chunk, at)
    this.isConsuming = false
    if (this.wasWoken) {
      this.wasWoken = false
      queueMicrotask(() => lane.resume())
    }
    return lane.isClosed || at === chunk.length ? null : chunk.subarray(at)
  }

  /** One step. @returns offset of what is left */
  private take(chunk: Buffer, start: number): number {
    const { lane, partial } = this
    if (partial !== null) {
      const at = partial.fill(chunk, start)
      this.takePartial(partial)
      return at
    }
    const { connectChecks, packetChecks } = lane.host
    if (!lane.isOpen) {
      this.partial = new PartialFrame(connectChecks, lane.lastReceivedMs)
      return start
    }
    let at = takeIngest(lane, chunk, start)
    if (at > start || lane.isHeld) return at
    at = takeOther(lane, chunk, start)
    if (at !== INCOMPLETE) return at
    this.partial = new PartialFrame(packetChecks, lane.lastReceivedMs)
    return start
  }

  private takePartial(partial: PartialFrame): void {
    const { lane } = this
    if (partial.refused !== null) lane.refuse(partial.refused)
    else if (!partial.complete) return
    else if (!lane.isOpen) {
      this.partial = null
      lane.connect(partial.bytes)
    } else if (takeAssembled(lane, partial)) this.partial = null
  }
}
