/** A MessageSink that remembers what a codec wrote, in words. */
import type { MessageSink, Original } from '../../devices/codec.ts'
import { QUALITIES, type Quality } from '../../devices/quality.ts'

export interface RecordedReading {
  vital: string
  value: number
  quality: Quality
  original: Original | null
}

export interface RecordedMessage {
  /** null: the payload carried no time. */
  atMs: number | null
  sequence: number
  readings: RecordedReading[]
  /** Hex. */
  signature: string | null
}

export interface RecordingSink extends MessageSink {
  readonly messages: RecordedMessage[]
}

export function createRecordingSink(): RecordingSink {
  const messages: RecordedMessage[] = []
  return {
    messages,
    message(atMs, sequence) {
      messages.push({ atMs: Number.isNaN(atMs) ? null : atMs, sequence, readings: [], signature: null })
    },
    reading(vital, value, quality, original) {
      messages.at(-1)!.readings.push({ vital: vital.name, value, quality: QUALITIES[quality]!, original })
    },
    signature(bytes) {
      messages.at(-1)!.signature = Buffer.from(bytes).toString('hex')
    },
  }
}
