/** Memory that the subscriber's two threads share: a stretch of its stream, and where each message lies in it. */

export const SLOT_BYTES = 4 << 20
export const SLOT_MESSAGES = 32_768

/** Words of one message: where its topic and payload begin, and how long they are. */
export const WORD = { topicStart: 0, topicLength: 1, payloadStart: 2, payloadLength: 3 } as const
export const WORDS = 4

export interface StreamSlotMemory {
  readonly data: SharedArrayBuffer
  readonly words: SharedArrayBuffer
}

export interface StreamSlot {
  readonly bytes: Buffer
  readonly words: Uint32Array
}

export function createStreamSlotMemory(): StreamSlotMemory {
  return {
    data: new SharedArrayBuffer(SLOT_BYTES),
    words: new SharedArrayBuffer(SLOT_MESSAGES * WORDS * 4),
  }
}

export function viewStreamSlot({ data, words }: StreamSlotMemory): StreamSlot {
  return { bytes: Buffer.from(data), words: new Uint32Array(words) }
}
