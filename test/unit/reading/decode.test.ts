import { expect, test } from '@jest/globals'
import type { Codec } from '../../../devices/codec.ts'
import { QUALITY } from '../../../devices/quality.ts'
import { CHANNEL } from '../../../devices/topic.ts'
import { VITALS } from '../../../devices/vitals.ts'
import { createBatch, PAYLOAD_MESSAGES } from '../../../gateway/reading/batch.ts'
import { decode } from '../../../gateway/reading/decode.ts'
import { createFrame } from '../../../gateway/reading/frame.ts'

const vital = VITALS[0]

/** Decodes one payload behind a message that is in the batch already. */
function decodeWithCodec(read: Codec['decode'], channel: number = CHANNEL.native, device = 7) {
  const batch = createBatch()
  batch.message(1, 1)
  batch.reading(vital, 700, QUALITY.good, null)
  batch.hasRoom()
  const frame = { ...createFrame(), channel, receivedAtMs: 5000 }
  const codecs = [CHANNEL.native, CHANNEL.senml, CHANNEL.gatt, CHANNEL.bridge].map(() => ({
    name: 'test',
    decode: read,
  }))
  const refusal = decode(frame, '', device, batch, { codecs, maxPayloadBytes: 100 })
  return { refusal, batch }
}

test('what a codec reads stands behind what was there, with its device and time of receipt', () => {
  const { refusal, batch } = decodeWithCodec((_payload, _context, sink) => {
    sink.message(2, 2)
    sink.reading(vital, 710, QUALITY.good, null)
    return null
  })
  expect(refusal).toBeNull()
  expect([batch.messages, batch.device[1], batch.receivedAtMs[1]]).toEqual([2, 7, 5000])
})

test('a codec that throws in the middle is a refusal like any other, and leaves nothing (promise 2)', () => {
  const { refusal, batch } = decodeWithCodec((_payload, _context, sink) => {
    sink.message(2, 2)
    sink.reading(vital, 710, QUALITY.good, { value: 71, unit: '/min' })
    throw new TypeError('a defect of ours')
  })
  expect(refusal).toMatchObject({ code: 'unreadable' })
  expect([batch.messages, batch.readings, batch.originals.size]).toEqual([1, 1, 0])
})

test('more messages or readings than a payload may have are refused, and none of them kept', () => {
  const many = decodeWithCodec((_payload, _context, sink) => {
    for (let i = 0; i <= PAYLOAD_MESSAGES; i++) {
      sink.message(i, i)
      sink.reading(vital, 710, QUALITY.good, null)
    }
    return null
  })
  const wide = decodeWithCodec((_payload, _context, sink) => {
    sink.message(1, 1)
    for (let i = 0; i <= 64; i++) sink.reading(vital, 710, QUALITY.good, null)
    return null
  })
  for (const { refusal, batch } of [many, wide]) {
    expect(refusal).toMatchObject({ code: 'tooLarge' })
    expect([batch.messages, batch.readings, batch.overflow]).toEqual([1, 1, false])
  }
})

test.each([
  ['a sensor that its bridge does not have', CHANNEL.bridge, -1, 'unknownSensor'],
  ['a topic that is none of ours', CHANNEL.unknown, 7, 'unknownTopic'],
  ["another's topic", CHANNEL.foreign, 7, 'foreignTopic'],
  ['a payload beyond the limit', CHANNEL.oversize, 7, 'tooLarge'],
])('%s is refused without being read', (_, channel, device, code) => {
  const { refusal, batch } = decodeWithCodec(
    () => {
      throw new Error('read')
    },
    channel,
    device,
  )
  expect(refusal).toMatchObject({ code })
  expect(batch.messages).toBe(1)
})

test('a payload without a reading is refused', () => {
  expect(decodeWithCodec(() => null).refusal).toMatchObject({ code: 'noReading' })
})
