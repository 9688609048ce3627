import { expect, test } from '@jest/globals'
import { HEADER, readFrameHeader, readPublish } from '../../../broker/frameHeader.ts'
import { field, frame, remainingLength, u16 } from '../../support/mqttBytes.ts'

const header = { bodyStart: 0, end: 0 }
const places = { topicStart: 0, topicEnd: 0, packetId: 0, payloadStart: 0 }

test.each([0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455])(
  'reads a length of %i',
  (length) => {
    const bytes = Buffer.concat([Buffer.from([9, 9, 0x30]), remainingLength(length), Buffer.from([7])])
    const bodyStart = bytes.length - 1
    expect(readFrameHeader(bytes, 2, bytes.length, header)).toBe(HEADER.read)
    expect(header).toEqual({ bodyStart, end: bodyStart + length })
    for (let limit = 3; limit < bodyStart; limit++) {
      expect(readFrameHeader(bytes, 2, limit, header)).toBe(HEADER.incomplete)
    }
  },
)

test('a fifth byte of length is malformed, a fourth that ends is not', () => {
  const read = (...bytes: number[]) => readFrameHeader(Buffer.from(bytes), 0, bytes.length, header)
  expect(read(0x30, 0x80, 0x80, 0x80, 0x80, 0x01)).toBe(HEADER.malformed)
  expect(read(0x30, 0xff, 0xff, 0xff, 0xff)).toBe(HEADER.malformed)
  expect(read(0x30, 0x80, 0x80, 0x80, 0x01)).toBe(HEADER.read)
})

test('finds topic, packet id and payload of a PUBLISH, and refuses those that reach beyond it', () => {
  const bytes = frame(0x32, field('abc'), u16(0x1234), Buffer.from('payload'))
  readFrameHeader(bytes, 0, bytes.length, header)
  expect(readPublish(bytes, 0, header, places)).toBe(true)
  expect(places).toEqual({ topicStart: 4, topicEnd: 7, packetId: 0x1234, payloadStart: 9 })
  for (const wrong of [
    frame(0x32, field('abc')),
    frame(0x30, u16(4), Buffer.from('abc')),
    frame(0x30, u16(4)),
  ]) {
    readFrameHeader(wrong, 0, wrong.length, header)
    expect(readPublish(wrong, 0, header, places)).toBe(false)
  }
})
