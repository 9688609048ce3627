/** What a wire format has to do: turn the bytes of one upload into messages of scaled integers. */
import type { Refusal } from './refusal.ts'
import type { Vital } from './vitals.ts'

/** The value as its sender wrote it, kept where the stored integer does not say it exactly. */
export interface Original {
  readonly value: number
  /** UCUM code, or the sender's own unit where it has no code. */
  readonly unit: string
}

/** Takes what a codec reads, one call a field; calls after a refusal are undone by the caller. */
export interface MessageSink {
  /**
   * Opens a message; readings that follow belong to it.
   * @param atMs time of measurement, Unix milliseconds; NaN where the payload carries none
   * @param sequence the sender's counter, 0 to 2^53-1; -1 where the payload carries none
   */
  message(atMs: number, sequence: number): void
  /**
   * @param value integer of 10^-vital.decimals vital.unit; 0 where the quality is not a value
   * @param quality number from QUALITY
   */
  reading(vital: Vital, value: number, quality: number, original: Original | null): void
  /** Ed25519 signature (64 bytes) over the open message's canonical bytes; kept, not checked here. */
  signature(bytes: Uint8Array): void
}

export interface DecodeContext {
  readonly receivedAtMs: number
  /** What follows the channel in the topic: a GATT characteristic ('2a37'), a sensor's MAC, or ''. */
  readonly subtopic: string
}

/** One wire format. Stateless; every call stands alone. */
export interface Codec {
  readonly name: string
  /** @returns null when all of the payload became messages, else why nothing of it may be kept */
  decode(payload: Uint8Array, context: DecodeContext, sink: MessageSink): Refusal | null
}
