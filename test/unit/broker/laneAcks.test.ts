import { expect, test } from '@jest/globals'
import { AckArena } from '../../../broker/ackArena.ts'
import { LaneAcks } from '../../../broker/laneAcks.ts'
import { Qos2 } from '../../../broker/qos2.ts'

const puback = (id: number) => [0x40, 2, id >> 8, id & 255]

test('runs of several lanes that come in turns stay apart and in order', () => {
  const arena = new AckArena()
  const lanes = [new LaneAcks(), new LaneAcks(), new LaneAcks()]
  const expected: number[][] = [[], [], []]
  for (let run = 0; run < 50; run++) {
    lanes.forEach((lane, i) => {
      const ids = Uint16Array.from(
        { length: 1 + ((run * 7 + i) % 30) },
        (_, n) => 1000 * (i + 1) + run * 30 + n,
      )
      lane.add(arena, null, ids, 0, ids.length)
      expected[i]!.push(...[...ids].flatMap(puback))
    })
  }
  lanes.forEach((lane, i) => {
    expect([...lane.take()!]).toEqual(expected[i])
  })
})

test('QoS 0 counts and is not acknowledged', () => {
  const acks = new LaneAcks()
  acks.add(new AckArena(), null, Uint16Array.of(9, 0, 0, 9), 1, 3)
  expect(acks.messages).toBe(2)
  expect(acks.take()).toBe(null)
  expect(acks.messages).toBe(0)
})

test('QoS 2 gets PUBREC at its place', () => {
  const acks = new LaneAcks()
  const qos2 = new Qos2()
  qos2.arrived(0x0102, 1)
  acks.add(new AckArena(), qos2, Uint16Array.of(7, 0x0102, 8), 0, 3)
  expect([...acks.take()!]).toEqual([...puback(7), 0x50, 2, 1, 2, ...puback(8)])
})

test('more than an arena holds is not lost', () => {
  const arena = new AckArena()
  const lanes = Array.from({ length: 200 }, () => new LaneAcks())
  const ids = Uint16Array.from({ length: 1024 }, (_, n) => n + 1)
  for (const lane of lanes) lane.add(arena, null, ids, 0, 1024)
  const expected = Buffer.from([...ids].flatMap(puback))
  expect(lanes.every((lane) => lane.take()!.equals(expected))).toBe(true)
})

test('all senders of a turn are flushed once at its end', async () => {
  const arena = new AckArena()
  const flushed: string[] = []
  const sender = (name: string, isReferred = false) => ({
    flushAcks() {
      flushed.push(name)
      return isReferred
    },
  })
  const { buffer } = arena
  arena.enlist(sender('a'))
  arena.enlist(sender('b'))
  expect(flushed).toEqual([])
  await Promise.resolve()
  expect(flushed).toEqual(['a', 'b'])
  expect(arena.buffer).toBe(buffer)
  expect(arena.reserve(4)).toBe(0)
  arena.enlist(sender('slow', true))
  await Promise.resolve()
  // A slow socket still reads from it: the next turn writes elsewhere.
  expect(arena.buffer).not.toBe(buffer)
})
