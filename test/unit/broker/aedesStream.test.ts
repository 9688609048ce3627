import { expect, test } from '@jest/globals'
import { AedesStream, type StreamOwner } from '../../../broker/aedesStream.ts'
import type { Principal } from '../../../broker/ports.ts'

/** A stream whose aedes reads when the test says so. */
function createStream() {
  const told: string[] = []
  const owner: StreamOwner = {
    principal: {} as Principal,
    sessionReady: () => void told.push('ready'),
    writeFromSession: () => true,
    corkSession() {},
    uncorkSession() {},
    sessionAcknowledged: () => void told.push('acknowledged'),
    sessionHasRead: () => void told.push('read'),
    sessionClosed: () => void told.push('closed by aedes'),
    sessionReleased: () => void told.push('released'),
  }
  const stream = new AedesStream(owner)
  stream.on('close', () => told.push('close'))
  return { stream, told }
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

test('what was passed on is read once, in order', () => {
  const { stream, told } = createStream()
  stream.push(Buffer.from('ab'))
  stream.push(Buffer.from('c'))
  expect(stream.waitingBytes).toBe(3)
  expect(stream.read()!.toString()).toBe('abc')
  expect(stream.read()).toBe(null)
  expect(told).toEqual(['read'])
})

test('aedes hears of the end only after CONNECT is through', async () => {
  const { stream, told } = createStream()
  stream.gone()
  await turn()
  expect(told).toEqual([])
  stream.becameReady()
  await turn()
  expect(told).toEqual(['close'])
})

test('aedes hears of the end only after it has read what came before', async () => {
  const { stream, told } = createStream()
  stream.becameReady()
  stream.push(Buffer.from('DISCONNECT'))
  stream.gone()
  await turn()
  expect(told).toEqual(['ready'])
  expect(stream.read()!.toString()).toBe('DISCONNECT')
  await turn()
  expect(told).toEqual(['ready', 'close'])
})

test('the end ends a wait for drain, and what is written after it goes nowhere', () => {
  const { stream } = createStream()
  let drained = 0
  stream.on('drain', () => drained++)
  stream.gone()
  expect(drained).toBe(1)
  expect(stream.write(Buffer.from('late'))).toBe(true)
})

test('only the first byte of a packet can be an acknowledgement', () => {
  const { stream, told } = createStream()
  for (const [packet, pieces] of [
    ['PUBLISH', [[0x30], [3], [0, 1], [0x61]]],
    ['a payload that looks like PUBACK', [[0x30], [0x40], [0x50]]],
    ['PUBACK', [[0x40], [2], [0, 1]]],
    ['PUBREC', [[0x50], [2], [0, 1]]],
  ] as const) {
    stream.cork()
    for (const piece of pieces) stream.write(Uint8Array.from(piece))
    stream.uncork()
    expect([packet, told.length]).toEqual([packet, packet === 'PUBACK' ? 1 : packet === 'PUBREC' ? 2 : 0])
  }
})

test('the id is free when aedes closes a client for the last time', async () => {
  const { stream, told } = createStream()
  stream.becameReady()
  stream.client = { closed: false }
  stream.destroy()
  await turn()
  expect(told).toEqual(['ready', 'closed by aedes', 'close'])
  stream.client = { closed: true }
  stream.destroy()
  expect(told.at(-1)).toBe('released')
})
