/** Step 1: the bytes of one payload become messages at the end of the batch, or a refusal and nothing. */
import type { Codec, DecodeContext } from '../../devices/codec.ts'
import { type Refusal, refuse } from '../../devices/refusal.ts'
import { CHANNEL } from '../../devices/topic.ts'
import { type Batch, PAYLOAD_MESSAGES, PAYLOAD_READINGS } from './batch.ts'
import type { Frame } from './frame.ts'

/** What our own code fails on; the sender is told, and its bytes are kept for whoever repairs it. */
export const UNREADABLE = refuse('unreadable', '', 'a payload that our reader does not fail on')

export interface DecodeOptions {
  /** Wire format of each channel; none where the channel itself is the refusal. */
  readonly codecs: readonly (Codec | undefined)[]
  readonly maxPayloadBytes: number
}

function refusedChannel(channel: number, maxPayloadBytes: number): Refusal {
  if (channel === CHANNEL.oversize) return refuse('tooLarge', '', `at most ${maxPayloadBytes} bytes`)
  if (channel === CHANNEL.foreign) return refuse('foreignTopic', 'topic', "the sender's own topics")
  return refuse(
    'unknownTopic',
    'topic',
    'vitals, senml, gatt/{characteristic}, or BTtoMQTT/{MAC} of a bridge',
  )
}

/**
 * @param subtopic what follows the channel in the topic, read only where the channel has one
 * @param device the sender, or the sensor found behind it (-1: not found)
 */
export function decode(
  frame: Frame,
  subtopic: string,
  device: number,
  batch: Batch,
  { codecs, maxPayloadBytes }: DecodeOptions,
): Refusal | null {
  const codec = codecs[frame.channel]
  if (codec === undefined) return refusedChannel(frame.channel, maxPayloadBytes)
  if (device < 0)
    return refuse('unknownSensor', 'topic', 'the address of a sensor registered for this bridge')
  const first = batch.messages
  const context: DecodeContext = { receivedAtMs: frame.receivedAtMs, subtopic }
  let refusal: Refusal | null
  try {
    refusal = codec.decode(frame.payload, context, batch)
  } catch {
    // a codec that throws is a defect of ours; the sender's bytes are kept like any other refused payload
    refusal = UNREADABLE
  }
  if (refusal === null && batch.overflow) {
    refusal = refuse(
      'tooLarge',
      '',
      `at most ${PAYLOAD_MESSAGES} times and ${PAYLOAD_READINGS} readings, 64 a time`,
    )
  }
  if (refusal === null && batch.messages === first) refusal = refuse('noReading', '', 'at least one reading')
  if (refusal !== null) {
    batch.truncate(first)
    return refusal
  }
  for (let m = first; m < batch.messages; m++) {
    batch.device[m] = device
    batch.receivedAtMs[m] = frame.receivedAtMs
  }
  return null
}
