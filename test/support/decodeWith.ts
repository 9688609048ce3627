/** Runs one payload through a codec: the messages it became, or the refusal and nothing. */
import type { Codec, DecodeContext } from '../../devices/codec.ts'
import type { Refusal } from '../../devices/refusal.ts'
import { createRecordingSink, type RecordedMessage } from './recordingSink.ts'

export const RECEIVED_AT_MS = Date.UTC(2026, 10, 20, 12, 0, 0)

export type Decoded = { messages: RecordedMessage[]; refusal: null } | { messages: null; refusal: Refusal }

export function decodeWith(
  codec: Codec,
  payload: Uint8Array | string,
  context: Partial<DecodeContext> = {},
): Decoded {
  const sink = createRecordingSink()
  const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload
  const refusal = codec.decode(bytes, { receivedAtMs: RECEIVED_AT_MS, subtopic: '', ...context }, sink)
  return refusal === null ? { messages: sink.messages, refusal } : { messages: null, refusal }
}
