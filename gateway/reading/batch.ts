/** Messages on their way into the journal, as columns: what codecs fill and the later steps read and mark. */
import { MAX_READINGS, READING_BYTES } from '../../devices/canonical.ts'
import type { MessageSink, Original } from '../../devices/codec.ts'
import { isValue } from '../../devices/quality.ts'
import type { Vital } from '../../devices/vitals.ts'
import { ENTRY, MARK } from '../journal/flags.ts'
import { swapWord } from './byteOrder.ts'

/** Messages that one payload may become (a SenML pack holds one for each distinct time). */
export const PAYLOAD_MESSAGES = 1024
/** Readings in one payload. */
export const PAYLOAD_READINGS = 4096
/** Messages after which the pipeline hashes and inserts, and starts over in the same transaction. */
export const CHUNK_MESSAGES = 2048
export const CHUNK_READINGS = 8192

const MESSAGES = CHUNK_MESSAGES + PAYLOAD_MESSAGES
const READINGS = CHUNK_READINGS + PAYLOAD_READINGS

export interface Batch extends MessageSink {
  /** Messages and readings in use. */
  messages: number
  readings: number
  /** The payload being decoded went beyond its limits. */
  overflow: boolean
  readonly device: Int32Array
  /** 0: nobody was assigned. */
  readonly patient: Int32Array
  readonly atMs: Float64Array
  readonly receivedAtMs: Float64Array
  /** -1: none. */
  readonly sequence: Float64Array
  /** ENTRY bits. */
  readonly flags: Int32Array
  /** Index of a message's first reading; [messages] ends the last one. */
  readonly firstReading: Int32Array
  readonly vital: Uint8Array
  /** MARK bits. */
  readonly marks: Uint8Array
  /** Canonical bytes of every reading, as words in the machine's order. */
  readonly canonical: Int32Array
  readonly canonicalBytes: Uint8Array
  readonly originals: Map<number, Original>
  readonly signatures: Map<number, Uint8Array>
  clear(): void
  hasRoom(): boolean
  /** Forgets the messages from this one on. */
  truncate(message: number): void
  /** Takes one message out; those after it move up. */
  remove(message: number): void
  quality(reading: number): number
}

export function createBatch(): Batch {
  const device = new Int32Array(MESSAGES)
  const patient = new Int32Array(MESSAGES)
  const atMs = new Float64Array(MESSAGES)
  const receivedAtMs = new Float64Array(MESSAGES)
  const sequence = new Float64Array(MESSAGES)
  const flags = new Int32Array(MESSAGES)
  const firstReading = new Int32Array(MESSAGES + 1)
  const vital = new Uint8Array(READINGS)
  const marks = new Uint8Array(READINGS)
  const canonical = new Int32Array(2 * READINGS)
  const canonicalBytes = new Uint8Array(canonical.buffer)
  const originals = new Map<number, Original>()
  const signatures = new Map<number, Uint8Array>()
  let payloadStart = 0
  let payloadReadings = 0

  const batch: Batch = {
    messages: 0,
    readings: 0,
    overflow: false,
    device,
    patient,
    atMs,
    receivedAtMs,
    sequence,
    flags,
    firstReading,
    vital,
    marks,
    canonical,
    canonicalBytes,
    originals,
    signatures,

    clear() {
      batch.truncate(0)
      payloadStart = payloadReadings = 0
    },

    hasRoom() {
      payloadStart = batch.messages
      payloadReadings = batch.readings
      return batch.messages < CHUNK_MESSAGES && batch.readings < CHUNK_READINGS
    },

    truncate(message) {
      batch.messages = message
      batch.readings = firstReading[message]
      batch.overflow = false
      if (originals.size > 0)
        for (const key of originals.keys()) if (key >= batch.readings) originals.delete(key)
      if (signatures.size > 0) for (const key of signatures.keys()) if (key >= message) signatures.delete(key)
    },

    remove(message) {
      const last = batch.messages - 1
      if (message === last) return batch.truncate(message)
      const from = firstReading[message + 1]
      const width = from - firstReading[message]
      for (const column of [device, patient, atMs, receivedAtMs, sequence, flags]) {
        column.copyWithin(message, message + 1, last + 1)
      }
      for (let m = message; m <= last; m++) firstReading[m] = firstReading[m + 1] - width
      vital.copyWithin(from - width, from, batch.readings)
      marks.copyWithin(from - width, from, batch.readings)
      canonical.copyWithin(2 * (from - width), 2 * from, 2 * batch.readings)
      shiftKeys(originals, from - width, from, width)
      shiftKeys(signatures, message, message + 1, 1)
      batch.messages = last
      batch.readings -= width
    },

    quality: (reading) => canonicalBytes[READING_BYTES * reading + 2],

    message(at, seq) {
      const m = batch.messages
      if (m - payloadStart >= PAYLOAD_MESSAGES) {
        batch.overflow = true
        return
      }
      atMs[m] = at
      sequence[m] = seq
      flags[m] = 0
      firstReading[m + 1] = batch.readings
      batch.messages = m + 1
    },

    reading(kind: Vital, value, quality, original) {
      const r = batch.readings
      const m = batch.messages
      if (r - firstReading[m - 1] >= MAX_READINGS || r - payloadReadings >= PAYLOAD_READINGS) {
        batch.overflow = true
        return
      }
      vital[r] = kind.code
      // vital u16 | quality u8 | decimals u8, then value i32, big-endian in memory (the machine is little-endian)
      canonical[2 * r] = (kind.code << 8) | (quality << 16) | (kind.decimals << 24)
      canonical[2 * r + 1] = swapWord(isValue(quality) ? value : 0)
      marks[r] = original === null ? 0 : MARK.original
      if (original !== null) originals.set(r, original)
      batch.readings = r + 1
      firstReading[m] = r + 1
    },

    signature(bytes) {
      const m = batch.messages - 1
      flags[m] |= ENTRY.signed
      signatures.set(m, bytes.slice())
    },
  }
  return batch
}

function shiftKeys<Value>(map: Map<number, Value>, removeFrom: number, removeTo: number, by: number): void {
  if (map.size === 0) return
  const entries = [...map].filter(([key]) => key < removeFrom || key >= removeTo)
  map.clear()
  for (const [key, value] of entries) map.set(key >= removeTo ? key - by : key, value)
}
