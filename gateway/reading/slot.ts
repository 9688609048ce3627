/**
 * The memory that both halves of the ingest share: two slots, one being filled while the other is committed.
 * A slot is the bytes of its runs and seven words a message.
 */

export const SLOT_BYTES = 4 << 20
export const SLOT_MESSAGES = 32_768

/** Words of one message, in order. */
export const WORD = {
  payloadStart: 0,
  payloadLength: 1,
  topicStart: 2,
  topicLength: 3,
  device: 4,
  /** packetId << 16 | channel << 8 | flags */
  packet: 5,
  /** Milliseconds after the slot's first message. */
  receivedAfterMs: 6,
} as const

export const WORDS = 7

export interface SlotMemory {
  readonly data: SharedArrayBuffer
  readonly words: SharedArrayBuffer
  /** One float64: time of receipt of the slot's first message, Unix ms. */
  readonly firstReceivedAtMs: SharedArrayBuffer
}

export interface SlotView {
  readonly bytes: Buffer
  readonly words: Uint32Array
  readonly firstReceivedAtMs: Float64Array
}

export function createSlotMemory(): SlotMemory {
  return {
    data: new SharedArrayBuffer(SLOT_BYTES),
    words: new SharedArrayBuffer(SLOT_MESSAGES * WORDS * 4),
    firstReceivedAtMs: new SharedArrayBuffer(8),
  }
}

export function viewSlot(memory: SlotMemory): SlotView {
  return {
    bytes: Buffer.from(memory.data),
    words: new Uint32Array(memory.words),
    firstReceivedAtMs: new Float64Array(memory.firstReceivedAtMs),
  }
}
