/** PUBACK and PUBREC of one lane, gathered from the runs of a commit and sent with one write. */
import type { AckArena } from './ackArena.ts'
import { PACKET } from './packet.ts'
import type { Qos2 } from './qos2.ts'

const ACK_BYTES = 4

export class LaneAcks {
  /** Messages gathered since the last flush, those of QoS 0 too. */
  messages = 0
  /** Ordinal of the next message that is acknowledged. */
  private ordinal = 0
  private buffer: Buffer | null = null
  private start = 0
  private end = 0
  private limit = 0

  add(arena: AckArena, qos2: Qos2 | null, packetIds: Uint16Array, from: number, to: number): void {
    this.messages += to - from
    this.reserve(arena, ACK_BYTES * (to - from))
    const buffer = this.buffer!
    let at = this.end
    for (let i = from; i < to; i++) {
      const packetId = packetIds[i]!
      const ordinal = this.ordinal++
      if (packetId === 0) continue
      const type = qos2?.committed(packetId, ordinal) ? PACKET.pubrec : PACKET.puback
      buffer[at] = type << 4
      buffer[at + 1] = 2
      buffer[at + 2] = packetId >> 8
      buffer[at + 3] = packetId & 255
      at += ACK_BYTES
    }
    this.end = at
  }

  /** @returns the bytes to send, null where all was QoS 0; what was gathered is forgotten */
  take(): Buffer | null {
    const { buffer, start, end } = this
    this.buffer = null
    this.messages = this.start = this.end = this.limit = 0
    return buffer !== null && end > start ? buffer.subarray(start, end) : null
  }

  /** Room behind what is gathered; where another lane's slice is in the way, all moves to a longer slice. */
  private reserve(arena: AckArena, bytes: number): void {
    if (this.buffer !== null && this.end + bytes <= this.limit) return
    const gathered = this.end - this.start
    const start = arena.reserve(gathered + bytes)
    this.buffer?.copy(arena.buffer, start, this.start, this.end)
    this.buffer = arena.buffer
    this.start = start
    this.end = start + gathered
    this.limit = start + arena.sliceLength(gathered + bytes)
  }
}
