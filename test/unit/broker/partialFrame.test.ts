import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkFirstByte, checkLength } from '../../../broker/frame.ts'
import { LIMITS } from '../../../broker/limits.ts'
import { PartialFrame } from '../../../broker/partialFrame.ts'
import { field, frame, u16 } from '../../support/mqttBytes.ts'

const checks = {
  checkFirstByte,
  checkLength: (first: number, length: number) => checkLength(first, length, LIMITS),
  payloadBytes: 1000,
}

function fill(bytes: Buffer, cuts: readonly number[]): { partial: PartialFrame; used: number } {
  const partial = new PartialFrame(checks, 0)
  let at = 0
  let used = 0
  for (const cut of [...cuts, bytes.length]) {
    const chunk = bytes.subarray(at, Math.min(bytes.length, at + cut))
    used += partial.fill(chunk, 0)
    at += chunk.length
  }
  return { partial, used }
}

test('whatever way a packet is cut, it is put together and what follows is left', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 30 })
  fc.assert(
    fc.property(cuts, fc.integer({ min: 0, max: 900 }), (lengths, size) => {
      const packet = frame(0x32, field('topic'), u16(1), Buffer.alloc(size, 'p'))
      const { partial, used } = fill(Buffer.concat([packet, Buffer.from('next')]), lengths)
      expect(partial.complete).toBe(true)
      expect(partial.oversize).toBe(false)
      expect(partial.bytes.equals(packet)).toBe(true)
      expect(used).toBe(packet.length)
    }),
  )
})

test('of a payload above the limit only the beginning is kept', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 20 })
  fc.assert(
    fc.property(
      cuts,
      fc.integer({ min: 1001, max: 20_000 }),
      fc.constantFrom(0, 2, 4),
      (lengths, size, qos) => {
        const id = qos ? u16(1) : Buffer.alloc(0)
        const packet = frame(0x30 | qos, field('topic'), id, Buffer.alloc(size, 'p'))
        const { partial, used } = fill(Buffer.concat([packet, Buffer.from('next')]), lengths)
        expect(partial.complete && partial.oversize).toBe(true)
        expect(partial.bytes.equals(packet.subarray(0, packet.length - size + 1000))).toBe(true)
        expect(used).toBe(packet.length)
      },
    ),
  )
})

test('a payload of exactly the limit is kept whole, whatever its topic', () => {
  const packet = frame(0x30, field('t'.repeat(5000)), Buffer.alloc(1000, 'p'))
  const { partial } = fill(packet, [1, 1, 1, 1, 1, 1, 1])
  expect(partial.complete).toBe(true)
  expect(partial.oversize).toBe(false)
  expect(partial.bytes.length).toBe(packet.length)
})

describe('memory', () => {
  test('follows what came, not what was claimed', () => {
    const partial = new PartialFrame(checks, 0)
    partial.fill(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x07, 0, 1, 0x61, 0x62]), 0)
    expect(partial.refused).toBe(null)
    expect(partial.bytes.buffer.byteLength).toBe(64)
  })

  test('a header that is refused ends it at once', () => {
    for (const [bytes, why] of [
      [[0x10], 'secondConnect'],
      [[0x36], 'qos'],
      [[0xc0, 0x01], 'packetLength'],
      [[0x82, 0xff, 0xff, 0xff, 0x7f], 'tooLong'],
      [[0x30, 0x80, 0x80, 0x80, 0x80], 'remainingLength'],
    ] as const) {
      const partial = new PartialFrame(checks, 0)
      for (const byte of bytes) partial.fill(Buffer.from([byte]), 0)
      expect(partial.refused).toBe(why)
    }
  })
})
