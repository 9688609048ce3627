import { expect, test } from '@jest/globals'
import {
  canonicalMessage,
  canonicalReading,
  messageCommitment,
  readingCommitment,
} from '../../../devices/canonical.ts'

const reading = { vitalCode: 2, quality: 1, decimals: 1, value: 975 }
const message = { deviceId: 'oxi-1', atMs: 1_763_640_000_000, sequence: 4711, readings: [reading] }

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

test('a reading is eight bytes: vital, quality, decimals, scaled value', () => {
  expect(hex(canonicalReading(reading))).toBe('00020101000003cf')
})

test('a message is its count, time, sequence, readings and device', () => {
  expect(hex(canonicalMessage(message))).toBe(
    ['564731', '01', '0000019aa122be00', '0000000000001267', '00020101000003cf', '6f78692d31'].join(''),
  )
})

test('the commitment changes with the salt, the value and the time of receipt', () => {
  const salt = new Uint8Array(16)
  const other = new Uint8Array(16).fill(1)
  const commit = (messageSalt: Uint8Array, readingSalt: Uint8Array, value: number, receivedAtMs: number) =>
    hex(
      messageCommitment(messageSalt, message, receivedAtMs, [
        readingCommitment(readingSalt, { ...reading, value }),
      ]),
    )
  const all = [
    commit(salt, salt, 975, 1),
    commit(other, salt, 975, 1),
    commit(salt, other, 975, 1),
    commit(salt, salt, 974, 1),
    commit(salt, salt, 975, 2),
  ]
  expect(new Set(all).size).toBe(all.length)
})
