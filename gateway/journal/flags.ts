/** Bits of `entry.flags` and of a reading's mark. */

export const ENTRY_KIND = { message: 1, refusal: 2 } as const

/** Bits 0 to 15 of `entry.flags`; an untimed message keeps its packet id in bits 16 to 31. */
export const ENTRY = {
  /** The sender's clock is not believed: judged at the time of receipt. */
  timeUntrusted: 1,
  /** The payload carried no time: `at` is the time of receipt. */
  untimed: 2,
  /** Another message with the same device, time and sequence says something else; both are kept. */
  conflict: 4,
  /** 64 bytes of signature end the body. */
  signed: 8,
} as const

export const PACKET_ID_SHIFT = 16

/** `message_by_time.sequence` of a place that is no identity: of a message without a time, or one not believed. */
export const CHARTED_AT_RECEIPT = -2

/** Bits of the byte kept with each reading. */
export const MARK = {
  /** A newer value of the same device, patient and vital was stored before this one came. */
  late: 1,
  /** The sender's own value and unit follow. */
  original: 2,
} as const
