/** A packet of which only the beginning has come, put together from chunks of any size. */
import type { FrameHeader } from './frameHeader.ts'
import { HEADER, readFrameHeader } from './frameHeader.ts'
import { PACKET } from './packet.ts'
import type { RefusedPacket } from './refusedPacket.ts'

/** What is asked of a packet before its body is kept. */
export interface HeaderChecks {
  checkFirstByte(first: number): RefusedPacket | null
  checkLength(first: number, length: number): RefusedPacket | null
  /** Most of a PUBLISH's payload that is kept; the rest is read and let go. */
  readonly payloadBytes: number
}

const FIRST_ALLOCATION = 64

/**
 * Memory follows what has really come (doubled, never what a header claims), so that a thousand claims of
 * 16 MiB cost nothing.
 */
export class PartialFrame {
  sinceMs: number
  refused: RefusedPacket | null = null
  private readonly checks: HeaderChecks
  private buffer = Buffer.allocUnsafeSlow(FIRST_ALLOCATION)
  private filled = 0
  private readonly header: FrameHeader = { bodyStart: 0, end: 0 }
  /** Bytes to keep, known once the header is there, for a big PUBLISH once its topic's length is. */
  private kept = 0
  private seen = 0

  constructor(checks: HeaderChecks, sinceMs: number) {
    this.checks = checks
    this.sinceMs = sinceMs
  }

  /** Whole length of the packet; 0 until its header is there. */
  get length(): number {
    return this.header.end
  }

  get complete(): boolean {
    return this.header.end > 0 && this.seen === this.header.end
  }

  /** True where the payload is too large and only its beginning was kept. */
  get oversize(): boolean {
    return this.kept < this.header.end
  }

  get bytes(): Buffer {
    return this.buffer.subarray(0, this.filled)
  }

  /** Takes what belongs to the packet. @returns offset of the first byte that does not */
  fill(chunk: Buffer, start: number): number {
    let at = start
    while (at < chunk.length && !this.complete && this.refused === null) {
      if (this.header.end === 0) at = this.takeHeaderByte(chunk, at)
      else if (this.filled < this.kept) at = this.keep(chunk, at, this.kept)
      else at = this.skip(chunk, at)
    }
    return at
  }

  private takeHeaderByte(chunk: Buffer, start: number): number {
    const at = this.keep(chunk, start, this.filled + 1)
    const first = this.buffer[0]!
    if (this.filled === 1) {
      this.refused = this.checks.checkFirstByte(first)
      return at
    }
    const status = readFrameHeader(this.buffer, 0, this.filled, this.header)
    if (status === HEADER.malformed) this.refused = 'remainingLength' // section 2.2.3
    if (status !== HEADER.read) return at
    const length = this.header.end - this.header.bodyStart
    this.refused = this.checks.checkLength(first, length)
    const mayBeOversize = first >> 4 === PACKET.publish && length > this.checks.payloadBytes
    this.kept = mayBeOversize ? this.header.bodyStart + 2 : this.header.end
    return at
  }

  private keep(chunk: Buffer, start: number, upTo: number): number {
    const count = Math.min(upTo - this.filled, chunk.length - start)
    const needed = this.filled + count
    if (needed > this.buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.buffer.length))
      this.buffer.copy(grown, 0, 0, this.filled)
      this.buffer = grown
    }
    chunk.copy(this.buffer, this.filled, start, start + count)
    this.filled = needed
    this.seen = needed
    if (needed === this.header.bodyStart + 2 && needed === this.kept && needed < this.header.end) {
      this.kept = this.keptOfPublish()
    }
    return start + count
  }

  /** Fixed header, topic, packet id and as much payload as is wanted. */
  private keptOfPublish(): number {
    const { bodyStart, end } = this.header
    const topicLength = this.buffer.readUInt16BE(bodyStart)
    const packetIdLength = (this.buffer[0]! & 0x06) === 0 ? 0 : 2
    return Math.min(end, bodyStart + 2 + topicLength + packetIdLength + this.checks.payloadBytes)
  }

  private skip(chunk: Buffer, start: number): number {
    const count = Math.min(this.header.end - this.seen, chunk.length - start)
    this.seen += count
    return start + count
  }
}
